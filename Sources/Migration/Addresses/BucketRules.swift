/// What may name a bucket and how it is reached.
///
/// No rule shows the text that breaks it: a secret pasted into the wrong place must not travel
/// into answers and logs.
public enum BucketRules {
  /// The longest secret, in bytes.
  public static let secretLimit = 4096
  /// The most bytes of a temporary key's token.
  public static let tokenLimit = 16_384

  /// What is wrong with a bucket's name, nil if nothing is.
  public static func problem(withBucket text: String) -> String? {
    let isName =
      (3...255).contains(text.utf8.count) && text.utf8.first.map(isWordByte) == true
      && text.utf8.allSatisfy { isWordByte($0) || ".-_".utf8.contains($0) }
    return isName ? nil : "is no bucket's name: 3 to 255 letters, digits, '.', '-' and '_'"
  }

  /// What is wrong with the beginning of the keys, nil if nothing is.
  public static func problem(withPrefix text: String) -> String? {
    guard !text.isEmpty else { return nil }
    guard text.utf8.first != UInt8(ascii: "/"), text.utf8.last == UInt8(ascii: "/") else {
      return "is no beginning of keys: in a bucket it has '/' at its end and none at its start, "
        + "such as 'photos/'"
    }
    guard text.utf8.count <= 1024 else { return "is longer than 1024 bytes" }
    return text.unicodeScalars.contains { $0.properties.generalCategory == .control }
      ? "holds a control character" : nil
  }

  /// What is wrong with a region, nil if nothing is.
  public static func problem(withRegion text: String) -> String? {
    let isName =
      text.utf8.count <= 63 && text.utf8.allSatisfy { isWordByte($0) || "-_".utf8.contains($0) }
    return isName ? nil : "is no region: up to 63 letters, digits, '-' and '_'"
  }

  /// What is wrong with a host or a URL that is no more than a scheme and a host; nil if nothing is.
  public static func problem(withDomain text: String) -> String? {
    guard !text.isEmpty else { return nil }
    var host = Substring(text)
    for scheme in ["https://", "http://"] where text.hasPrefix(scheme) {
      host = text.dropFirst(scheme.count)
    }
    guard !host.utf8.contains(UInt8(ascii: "@")) else {
      return "holds an '@': who asks is told by AccessId, and the secret has its own place"
    }
    return isHost(host)
      ? nil : "is no host: such as 'minio.example:9000', or 'https://' before it; nothing after it"
  }

  /// What is wrong with a key's ID, nil if nothing is.
  public static func problem(withAccessID text: String) -> String? {
    let isID =
      (1...256).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    return isID ? nil : "is no access ID: 1 to 256 visible ASCII characters"
  }

  /// What is wrong with a secret, nil if nothing is.
  public static func problem(withSecret text: String, limit: Int = secretLimit) -> String? {
    guard text.utf8.count <= limit else { return "is longer than \(limit) bytes" }
    return text.utf8.contains { $0 == 0 || $0 == UInt8(ascii: "\n") }
      ? "is more than one line" : nil
  }

  /// What is missing to find a service's host; nil if nothing is.
  public static func missingSite(
    of kind: ServiceKind, region: String, domain: String
  ) -> String? {
    switch kind.site {
    case .one: nil
    case .region where region.isEmpty && domain.isEmpty: "a region or a domain"
    case .domain where domain.isEmpty: "a domain"
    case .region, .domain: nil
    }
  }

  /// A host's name or address, with a port if there is one.
  private static func isHost(_ text: Substring) -> Bool {
    var name = text
    if name.utf8.first == UInt8(ascii: "["), let end = name.lastIndex(of: "]") {
      let address = name[name.index(after: name.startIndex)..<end].utf8
      let isAddress = address.allSatisfy { isWordByte($0) || ":.".utf8.contains($0) }
      guard address.contains(UInt8(ascii: ":")), isAddress else { return false }
      name = name[name.index(after: end)...]
      return name.isEmpty || isPort(name.dropFirst(), after: name.first)
    }
    if let colon = name.firstIndex(of: ":") {
      guard isPort(name[name.index(after: colon)...], after: ":") else { return false }
      name = name[..<colon]
    }
    let labels = name.split(separator: ".", omittingEmptySubsequences: false)
    return name.utf8.count <= 253
      && labels.allSatisfy { label in
        (1...63).contains(label.utf8.count) && label.utf8.first != UInt8(ascii: "-")
          && label.utf8.allSatisfy { isWordByte($0) || "-_".utf8.contains($0) }
      }
  }

  private static func isPort(_ text: Substring, after mark: Character?) -> Bool {
    guard mark == ":", text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return false }
    return UInt16(text).map { $0 > 0 } ?? false
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }
}
