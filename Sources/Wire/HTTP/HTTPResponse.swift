/// An answer over HTTP as a client needs it: the status and the body.
public struct HTTPResponse: Hashable, Sendable {
  /// The three digits of the status line.
  public let status: Int
  /// The body, read to the end of the connection.
  public let body: [UInt8]

  /// The largest head that is taken, in bytes.
  public static let headLimit = 64 << 10

  /// Reads a whole answer to a request of HTTP/1.0, which the end of the connection ends.
  ///
  /// A `Content-Length` that promises more than there is shows that the answer was cut off.
  ///
  /// - Throws: `WireError` if the head is none, or the body is cut off.
  ///
  /// Source: RFC 9112, sections 2 to 6.
  public init(reading bytes: [UInt8]) throws(WireError) {
    guard !bytes.isEmpty else {
      throw WireError(.missing, at: "", "the daemon closed the connection without an answer")
    }
    var lines: [String] = []
    var start = 0
    while true {
      guard let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")),
        end < Self.headLimit
      else { throw WireError(.invalid, at: "", "the answer's head does not end") }
      let line = bytes[start..<end]
      start = end + 1
      let text = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
      if text.isEmpty { break }
      lines.append(String(decoding: text, as: UTF8.self))
    }
    let words = lines.first?.split(separator: " ") ?? []
    guard words.count >= 2, words[0].hasPrefix("HTTP/1."), words[1].utf8.count == 3,
      let status = Int(words[1]), (100...599).contains(status)
    else { throw WireError(.invalid, at: "", "the answer is not HTTP") }
    self.status = status
    body = Array(bytes[start...])
    for line in lines.dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2, parts[0].lowercased() == "content-length" else { continue }
      guard let length = Int(parts[1].trimmed), length == body.count else {
        throw WireError(.invalid, at: "", "the answer is not as long as it says; it was cut off")
      }
    }
  }

  /// The body as text, without blanks and line ends around it.
  public var text: String {
    let isBlank: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0D).contains($0) }
    var body = body[...]
    while let last = body.last, isBlank(last) { body.removeLast() }
    return String(decoding: body.drop(while: isBlank), as: UTF8.self)
  }
}
