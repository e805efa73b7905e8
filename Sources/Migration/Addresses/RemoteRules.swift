/// What may name a place that rclone reaches.
///
/// As with buckets, no rule shows the text that breaks it.
public enum RemoteRules {
  /// The longest secret, in bytes: keys and configurations are files of several lines.
  public static let secretLimit = 256 << 10

  /// What is wrong with the beginning of the keys, nil if nothing is.
  public static func problem(withPrefix text: String, _ profile: RcloneProfile) -> String? {
    guard !text.isEmpty else { return nil }
    let path = profile.isRooted && text.utf8.first == slash ? text.dropFirst() : text[...]
    if path.isEmpty { return nil }
    guard path.utf8.last == slash else {
      return "is no folder: it has '/' at its end, such as 'photos/'"
    }
    guard path.utf8.first != slash else {
      return profile.isRooted ? "begins with '//'" : "begins with '/', which has no meaning here"
    }
    guard text.utf8.count <= 1024 else { return "is longer than 1024 bytes" }
    guard !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
    else { return "holds a control character" }
    let parts = path.dropLast().split(separator: "/", omittingEmptySubsequences: false)
    return parts.contains { $0.isEmpty || $0 == "." || $0 == ".." }
      ? "has an empty part, '.' or '..' in it" : nil
  }

  /// What is wrong with the name of a section of rclone's configuration, nil if nothing is.
  public static func problem(withRemote text: String) -> String? {
    let isName =
      (1...128).contains(text.utf8.count)
      && text.unicodeScalars.allSatisfy {
        $0.properties.isAlphabetic || $0.properties.numericType != nil || "_.+@- ".contains($0.text)
      }
    return isName ? nil : "is no name of a remote, as stands between the brackets in rclone.conf"
  }

  /// What is wrong with settings of rclone's, nil if nothing is.
  public static func problem(withOptions text: String) -> String? {
    for part in parts(of: text) {
      guard let equals = part.firstIndex(of: "=") else {
        return "is no list of settings: KEY=VALUE, KEY=VALUE"
      }
      let key = part[..<equals]
      let isKey =
        !key.isEmpty
        && key.utf8.allSatisfy {
          (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F
        }
      guard isKey else { return "names no setting of rclone's before the first '='" }
      if key == "type" || key == "encoding" { return "may not set '\(key)'" }
      let secrets = ["pass", "secret", "token", "key_pem", "credentials", "bearer"]
      // What is in a file is told by the file's name.
      guard !secrets.contains(where: { key.contains($0) }) || key.hasSuffix("_file") else {
        return "holds a secret ('\(key)'), which has its own place: AccessSecretFile="
      }
    }
    return nil
  }

  /// The settings of a list.
  public static func options(_ text: String) -> [(key: String, value: String)] {
    parts(of: text).compactMap { part in
      part.firstIndex(of: "=").map {
        (String(part[..<$0]), String(part[part.index(after: $0)...]))
      }
    }
  }

  private static let slash = UInt8(ascii: "/")

  private static func parts(of text: String) -> [Substring] {
    text.split(separator: ",").map { part in
      var part = part.drop { $0 == " " }
      while part.last == " " { part.removeLast() }
      return part
    }
    .filter { !$0.isEmpty }
  }
}

extension Unicode.Scalar {
  fileprivate var text: Character { Character(self) }
}
