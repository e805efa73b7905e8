/// The head of a request that a `StubServer` has read.
public struct StubRequest: Sendable {
  /// The method.
  public let method: String
  /// What is asked for, as it came.
  public let target: String
  /// The headers in their order.
  public let headers: [(name: String, value: String)]
  /// The whole head as it came, with its empty line.
  public let raw: [UInt8]

  /// Reads a head; nil if it is none.
  init?(_ raw: [UInt8]) {
    let lines = String(decoding: raw, as: UTF8.self).split(separator: "\r\n")
    let words = (lines.first ?? "").split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 3 else { return nil }
    (method, target) = (String(words[0]), String(words[1]))
    headers = lines.dropFirst().map { line in
      let colon = line.firstIndex(of: ":") ?? line.endIndex
      return (String(line[..<colon]), String(line[colon...].dropFirst().drop { $0 == " " }))
    }
    self.raw = raw
  }

  /// The value of the first header of a name, capitals or not.
  public subscript(name: String) -> String? {
    headers.first { $0.name.lowercased() == name.lowercased() }?.value
  }

  /// What the head says about the body's length.
  public var contentLength: Int { self["Content-Length"].flatMap { Int($0) } ?? 0 }
}
