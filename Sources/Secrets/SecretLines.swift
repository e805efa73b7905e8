import Platform

/// The parts of a secret of several lines that must not be seen by themselves.
enum SecretLines {
  private static let least = 16
  private static let words = [
    "pass", "secret", "token", "key", "credentials", "sas_url", "bearer", "client_id",
  ]

  /// The lines of a key, and what a configuration, or a key in JSON, gives to a secret's name.
  static func parts(of secret: Secret) -> [Secret] {
    let found = secret.withText { text -> [Secret] in
      text.split(whereSeparator: \.isNewline).compactMap { line in
        guard let mark = line.firstIndex(where: { $0 == "=" || $0 == ":" }),
          line.index(after: mark) != line.endIndex
        else {
          return line.utf8.count >= least && !line.hasPrefix("-----") ? Secret(String(line)) : nil
        }
        let name = line[..<mark].lowercased()
        guard words.contains(where: { name.contains($0) }) else { return nil }
        let value = line[line.index(after: mark)...].drop { " \t\"".contains($0) }
        let bare = value.reversed().drop { " \t\",".contains($0) }.reversed()
        return bare.count >= Redactor.leastLength ? Secret(String(bare)) : nil
      }
    }
    return found ?? []
  }
}
