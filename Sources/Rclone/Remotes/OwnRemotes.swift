import Platform

/// The remotes of an operator's own rclone.conf, which is read by ferry and handed over section by
/// section.
struct OwnRemotes {
  private struct Section {
    var settings: [(key: String, value: String)] = []
  }

  private var sections: [String: Section] = [:]
  private let file: String

  /// Reads a configuration.
  ///
  /// - Parameter file: Names it in errors.
  init(_ secret: Secret?, file: String) throws(RcloneError) {
    self.file = file
    guard let text = secret?.withText({ $0 }) ?? nil else {
      throw RcloneError(.refused(status: 400), "\(file) is no text in UTF-8")
    }
    guard !text.contains("RCLONE_ENCRYPT_") else {
      throw RcloneError(
        .refused(status: 400),
        "\(file) is encrypted with a password of rclone's; write one without it, readable by the "
          + "daemon's user only ('rclone config encryption remove')")
    }
    var present: String?
    for line in text.split(whereSeparator: \.isNewline) {
      let line = Self.trimmed(line)
      if line.isEmpty || line.first == "#" || line.first == ";" { continue }
      if line.first == "[", line.last == "]" {
        present = String(line.dropFirst().dropLast())
        continue
      }
      guard let name = present, let equals = line.firstIndex(of: "=") else { continue }
      let key = String(Self.trimmed(line[..<equals]))
      let value = String(Self.trimmed(line[line.index(after: equals)...]))
      sections[name, default: Section()].settings.append((key, value))
    }
  }

  private static func trimmed(_ text: Substring) -> Substring {
    var text = text.drop(while: \.isWhitespace)
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }

  /// The remote of a section, with those that it is put upon.
  func remote(_ name: String, root: String) throws(RcloneError) -> RcloneRemote {
    try remote(name, root: root, depth: 0)
  }

  private func remote(
    _ name: String, root: String, depth: Int
  ) throws(RcloneError) -> RcloneRemote {
    guard let section = sections[name] else {
      throw RcloneError(.refused(status: 404), "\(file) has no section [\(name)]")
    }
    guard let backend = section.settings.first(where: { $0.key == "type" })?.value else {
      throw RcloneError(.refused(status: 400), "section [\(name)] of \(file) has no 'type ='")
    }
    guard depth < 8 else {
      throw RcloneError(.refused(status: 400), "the sections of \(file) name each other in a ring")
    }
    // crypt, chunker, union and their kin name others: `remote = nas:folder`.
    var below: [RcloneRemote] = []
    for (key, value) in section.settings where ["remote", "upstreams"].contains(key) {
      for word in value.split(separator: " ") {
        let other = word.split(separator: "=").last?.prefix { $0 != ":" && $0 != "," } ?? ""
        guard word.contains(":"), sections[String(other)] != nil else { continue }
        below.append(try remote(String(other), root: "", depth: depth + 1))
      }
    }
    return RcloneRemote(
      name: name, owner: file, backend: backend,
      settings: section.settings.filter { $0.key != "type" }.map { .init($0.key, $0.value) },
      isEncoded: true, below: below, root: root)
  }
}
