/// Where a server listens: `127.0.0.1:8443`, `[::1]:8443`, `*:8443`, `ferry.example.org:8443`.
public struct ListenAddress: Hashable, Sendable {
  /// The host: an address or a name; empty for all addresses of this machine.
  public let host: String
  /// The port, 1 to 65535.
  public let port: UInt16

  /// Reads `HOST:PORT`; an IPv6 address stands in brackets, `*` or nothing is all addresses.
  ///
  /// - Throws: `ValueProblem` with what is wrong.
  public init(_ text: String) throws(ValueProblem) {
    guard let colon = text.lastIndex(of: ":") else {
      throw ValueProblem("\(ConfigValue.shown(text)) has no port; write HOST:PORT")
    }
    let digits = text[text.index(after: colon)...]
    guard let port = UInt16(digits), port > 0, digits.utf8.allSatisfy({ $0 != 0x2B }) else {
      throw ValueProblem(
        "\(ConfigValue.shown(String(digits))) is no port; allowed: 1 to 65535")
    }
    var host = text[..<colon]
    if host.hasPrefix("[") && host.hasSuffix("]") {
      host = host.dropFirst().dropLast()
    } else if host.contains(":") {
      throw ValueProblem(
        "\(ConfigValue.shown(text)): an IPv6 address stands in brackets: [ADDRESS]:PORT")
    }
    guard host.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), host.utf8.count <= 253 else {
      throw ValueProblem("\(ConfigValue.shown(String(host))) is no host")
    }
    self.host = host == "*" ? "" : String(host)
    self.port = port
  }

  /// Whether only this machine's own processes reach it, as far as the text tells.
  public var isLoopback: Bool {
    if host == "localhost" || host == "::1" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }

  /// As it is written.
  public var text: String {
    let shown = host.isEmpty ? "*" : host.contains(":") ? "[\(host)]" : host
    return "\(shown):\(port)"
  }
}
