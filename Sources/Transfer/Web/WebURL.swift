import Migration

/// A URL of http or https as it is asked for.
struct WebURL: Hashable, Sendable {
  /// Why a text is none, as the end of a sentence.
  struct Problem: Error {
    let text: String
  }

  /// `https` or `http`.
  let scheme: String
  /// The host, with its port if it has one.
  let host: String
  /// The path and the query, encoded.
  let target: String

  /// The whole URL.
  var text: String { "\(scheme)://\(host)\(target)" }

  /// It for people: without the query, which may be what opens it.
  var shown: String {
    let path = target.prefix { $0 != "?" }
    return "\(scheme)://\(host)\(path)" + (path.utf8.count < target.utf8.count ? "?…" : "")
  }

  /// Reads a URL of a list.
  ///
  /// One that begins with `http://` or `https://` is asked for as it stands there, but for bytes that no
  /// URL may have, which are encoded. One that is percent-encoded as a whole, from `http%3A` on, is
  /// decoded once.
  init(listed bytes: [UInt8]) throws(Problem) {
    var bytes = bytes[...]
    while let last = bytes.last, last <= 0x20 { bytes.removeLast() }
    bytes = bytes.drop { $0 <= 0x20 }
    let start = bytes.prefix(8).map { $0 | 0x20 }
    if start.starts(with: "http%3a".utf8) || start.starts(with: "https%3a".utf8) {
      guard let decoded = RowParser.decoded(Array(bytes)) else {
        throw Problem(text: "is not in percent-encoding: after '%' come two hex digits")
      }
      bytes = decoded[...]
    }
    try self.init(bytes)
  }

  private init(_ bytes: ArraySlice<UInt8>) throws(Problem) {
    let lowered = bytes.prefix(8).map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    guard let scheme = ["https", "http"].first(where: { lowered.starts(with: "\($0)://".utf8) })
    else { throw Problem(text: "is not one of http or https") }
    let rest = bytes.dropFirst(scheme.utf8.count + 3)
    let authority = rest.prefix { !"/?#".utf8.contains($0) }
    guard !authority.contains(UInt8(ascii: "@")) else {
      throw Problem(text: "holds a user's name or a password")
    }
    let host = String(decoding: authority, as: UTF8.self).lowercased()
    guard !host.isEmpty, BucketRules.problem(withDomain: "http://\(host)") == nil else {
      throw Problem(text: "has no host that can be asked")
    }
    let target = rest[authority.endIndex...].prefix { $0 != UInt8(ascii: "#") }
    self.init(scheme: scheme, host: host, target: Self.encoded(target))
  }

  private init(scheme: String, host: String, target: String) {
    self.scheme = scheme
    self.host = host
    self.target = target.utf8.first == UInt8(ascii: "/") ? target : "/" + target
  }

  /// With what no URL may have encoded; what is encoded stays.
  private static func encoded(_ bytes: ArraySlice<UInt8>) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var text: [UInt8] = []
    for byte in bytes {
      if byte > 0x20, byte < 0x7F, !"\"<>\\^`{|}".utf8.contains(byte) {
        text.append(byte)
      } else {
        text += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Where an answer sends on to.
  ///
  /// - Throws: If that is no URL of http or https, or one to a page without TLS from one with it.
  /// Source: RFC 3986, section 5.2; RFC 9110, section 10.2.2.
  func following(_ location: String) throws(Problem) -> WebURL {
    let bytes = Array(location.utf8)[...]
    let next: WebURL
    if bytes.starts(with: "//".utf8) {
      next = try WebURL(Array("\(scheme):".utf8) + bytes)
    } else if Self.hasScheme(bytes) {
      next = try WebURL(bytes)
    } else {
      let reference = bytes.prefix { $0 != UInt8(ascii: "#") }
      next = WebURL(scheme: scheme, host: host, target: merged(Self.encoded(reference)))
    }
    guard scheme == "http" || next.scheme == "https" else {
      throw Problem(text: "has no TLS, and the one that sends there has")
    }
    return next
  }

  private init(_ bytes: [UInt8]) throws(Problem) { try self.init(bytes[...]) }

  private static func hasScheme(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard let end = bytes.firstIndex(where: { ":/?#".utf8.contains($0) }) else { return false }
    return bytes[end] == UInt8(ascii: ":")
  }

  /// The target of a reference that has no host.
  private func merged(_ reference: String) -> String {
    if reference.isEmpty { return target }
    let path = String(target.prefix { $0 != "?" })
    if reference.hasPrefix("?") { return path + reference }
    if reference.hasPrefix("/") { return reference }
    let folder = path[...(path.lastIndex(of: "/") ?? path.startIndex)]
    let query = reference.firstIndex(of: "?") ?? reference.endIndex
    return Self.withoutDots(folder + reference[..<query]) + reference[query...]
  }

  /// A path without `.` and `..`.
  private static func withoutDots(_ path: some StringProtocol) -> String {
    var parts: [Substring] = []
    let all = String(path).split(separator: "/", omittingEmptySubsequences: false).dropFirst()
    for (index, part) in all.enumerated() {
      let isLast = index + 1 == all.count
      switch part {
      case ".": if isLast { parts.append("") }
      case "..":
        _ = parts.popLast()
        if isLast { parts.append("") }
      default: parts.append(part)
      }
    }
    return "/" + parts.joined(separator: "/")
  }
}
