import Glibc

/// The status and the headers of an answer.
public struct HTTPHead: Sendable {
  /// The status code, from 200 on.
  public let status: Int
  /// The lines of the headers as they came, each with its line end.
  private let lines: [UInt8]

  init(status: Int, lines: [UInt8]) {
    self.status = status
    self.lines = lines
  }

  /// The value of the first header of a name, capitals or not, without the blanks around it.
  public subscript(name: String) -> String? {
    field(name).map { String(decoding: lines[$0], as: UTF8.self) }
  }

  /// The bytes of such a value, which need not be UTF-8.
  public func bytes(_ name: String) -> ArraySlice<UInt8>? {
    field(name).map { lines[$0] }
  }

  /// Such a value as a whole number; nil if it is none.
  public func integer(_ name: String) -> Int64? {
    self[name].flatMap { Int64($0) }
  }

  /// All headers in their order.
  public var fields: [(name: String, value: String)] {
    var fields: [(name: String, value: String)] = []
    var start = 0
    while let line = line(from: start) {
      start = line.end
      guard let colon = lines[line.text].firstIndex(of: UInt8(ascii: ":")) else { continue }
      fields.append(
        (
          String(decoding: lines[line.text.lowerBound..<colon], as: UTF8.self),
          String(decoding: lines[trimmed(colon + 1..<line.text.upperBound)], as: UTF8.self)
        ))
    }
    return fields
  }

  /// The headers whose names begin with a word in small letters: the rest of each name, in small
  /// letters, and the value.
  public func fields(of word: String) -> [(name: String, value: String)] {
    var fields: [(name: String, value: String)] = []
    var start = 0
    while let line = line(from: start) {
      start = line.end
      guard begins(line.text, with: word),
        let colon = lines[line.text].firstIndex(of: UInt8(ascii: ":"))
      else { continue }
      let rest = lines[
        (line.text.lowerBound + word.utf8.count)..<max(
          colon, line.text.lowerBound + word.utf8.count)]
      fields.append(
        (
          String(decoding: rest.map(Self.lowered), as: UTF8.self),
          String(decoding: lines[trimmed(colon + 1..<line.text.upperBound)], as: UTF8.self)
        ))
    }
    return fields
  }

  private func field(_ name: String) -> Range<Int>? {
    let length = name.utf8.count
    var start = 0
    while let line = line(from: start) {
      start = line.end
      let colon = line.text.lowerBound + length
      guard colon < line.text.upperBound, lines[colon] == UInt8(ascii: ":"),
        begins(line.text, with: name)
      else { continue }
      return trimmed(colon + 1..<line.text.upperBound)
    }
    return nil
  }

  private func begins(_ line: Range<Int>, with word: String) -> Bool {
    var index = line.lowerBound
    for byte in word.utf8 {
      guard index < line.upperBound, Self.lowered(lines[index]) == Self.lowered(byte) else {
        return false
      }
      index += 1
    }
    return true
  }

  /// The line that begins at an offset, without its end, and where the next one begins.
  private func line(from start: Int) -> (text: Range<Int>, end: Int)? {
    guard start < lines.count else { return nil }
    let feed = lines.withUnsafeBufferPointer { lines in
      guard let first = lines.baseAddress,
        let found = memchr(first + start, 0x0A, lines.count - start)
      else { return lines.count }
      return UnsafeRawPointer(first).distance(to: found)
    }
    let hasReturn = feed > start && lines[feed - 1] == 0x0D
    return (start..<(hasReturn ? feed - 1 : feed), min(feed + 1, lines.count))
  }

  private func trimmed(_ range: Range<Int>) -> Range<Int> {
    var range = range
    while let first = range.first, Self.isBlank(lines[first]) {
      range = first + 1..<range.upperBound
    }
    while let last = range.last, Self.isBlank(lines[last]) { range = range.lowerBound..<last }
    return range
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  private static func lowered(_ byte: UInt8) -> UInt8 {
    (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
  }
}
