/// Finds the keys of a plain list: each line is one, byte by byte as it stands there.
///
/// Lines end in LF or CR LF, the last one perhaps in nothing; empty lines are none. A byte order mark
/// at the begin is passed over.
struct LineParser: KeyParser {
  /// The line that came last, from 1.
  private(set) var line = 0
  /// A key is all that a line says.
  var about: RowFacts { RowFacts() }

  private var key: [UInt8] = []
  private var isTooLong = false

  mutating func next(
    _ bytes: [UInt8], _ count: Int, from position: inout Int
  ) -> RowParser.Row? {
    while position < count {
      let rest = bytes[position..<count]
      guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else {
        keep(rest)
        position = count
        return nil
      }
      keep(rest[..<end])
      position = end + 1
      if let row = endLine() { return row }
    }
    return nil
  }

  mutating func finish() -> RowParser.Row? {
    key.isEmpty && !isTooLong ? nil : endLine()
  }

  private mutating func keep(_ bytes: ArraySlice<UInt8>) {
    guard !isTooLong else { return }
    key += bytes
    guard key.count > RowParser.longestRow else { return }
    isTooLong = true
    key = []
  }

  private mutating func endLine() -> RowParser.Row? {
    line += 1
    defer { (key, isTooLong) = ([], false) }
    if isTooLong { return .unreadable("it is longer than \(RowParser.longestRow) bytes") }
    if key.last == UInt8(ascii: "\r") { key.removeLast() }
    // U+FEFF, which editors of other systems put before a text.
    if line == 1, key.starts(with: [0xEF, 0xBB, 0xBF]) { key.removeFirst(3) }
    return key.isEmpty ? nil : .key(key)
  }
}
