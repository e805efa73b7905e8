/// The beginning of an answer whose body is taken piece by piece.
public struct HTTPHead: Hashable, Sendable {
  /// The three digits of the status line.
  public let status: Int
  /// How long the body is, nil if the answer does not say so.
  public let length: Int?
  /// How many bytes the head itself has.
  public let size: Int

  /// Reads the head of an answer to a request of HTTP/1.0.
  ///
  /// - Returns: Nil if it has not come whole yet.
  /// - Throws: `WireError` if it is none.
  public static func read(_ bytes: [UInt8]) throws(WireError) -> HTTPHead? {
    guard let size = end(of: bytes) else {
      guard bytes.count < HTTPResponse.headLimit else {
        throw WireError(.invalid, at: "", "the answer's head does not end")
      }
      return nil
    }
    let lines = String(decoding: bytes[..<size], as: UTF8.self).split(whereSeparator: \.isNewline)
    let words = lines.first?.split(separator: " ") ?? []
    guard words.count >= 2, words[0].hasPrefix("HTTP/1."), words[1].utf8.count == 3,
      let status = Int(words[1]), (100...599).contains(status)
    else { throw WireError(.invalid, at: "", "the answer is not HTTP") }
    var length: Int?
    for line in lines.dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2, parts[0].lowercased() == "content-length" else { continue }
      length = Int(parts[1].trimmed)
    }
    return HTTPHead(status: status, length: length, size: size)
  }

  /// Where the empty line ends.
  private static func end(of bytes: [UInt8]) -> Int? {
    let mark = Array("\r\n\r\n".utf8)
    guard bytes.count >= mark.count else { return nil }
    for start in 0...(bytes.count - mark.count)
    where bytes[start] == mark[0] && bytes[start..<(start + mark.count)].elementsEqual(mark) {
      return start + mark.count
    }
    return nil
  }
}
