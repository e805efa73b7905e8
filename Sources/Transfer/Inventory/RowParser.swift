/// Finds the keys in the rows of a list, byte by byte, and what of the other fields is of use.
///
/// Rows of versions that are not the newest, or that say that an object was deleted, are none.
/// Rows end in LF or CR LF, the last one perhaps in nothing; empty lines are none. Fields may be
/// quoted. Keys are in percent-encoding.
///
/// Source: RFC 4180; RFC 3986, section 2.1.
struct RowParser: KeyParser {
  /// A row: the key it names, or why it names none.
  enum Row: Equatable {
    case key([UInt8])
    case unreadable(String)
  }

  private enum State {
    case fieldStart
    case plain
    case quoted
    /// After a quote in a quoted field: its end, or the first of two.
    case quote
    /// After CR.
    case carriage
    /// Nothing can be made of the row: its end is looked for.
    case broken
  }

  /// Bytes of a row at most; a quote that is never closed ends there.
  static let longestRow = 64 << 10

  /// The line in which the row that came last begins, from 1.
  private(set) var line = 1

  /// What else the row that came last says.
  private(set) var about = RowFacts()

  private let columns: Int
  private let keyColumn: Int
  private let fields: InventoryLayout.Fields
  /// Which columns are kept besides the key's, and what they say in the present row.
  private let kept: [Int]
  private var values: [[UInt8]]
  private var state = State.fieldStart
  private var column = 0
  private var key: [UInt8] = []
  private var length = 0
  private var isBlank = true
  private var why = ""
  /// Lines that have ended.
  private var lines = 0
  private var firstLine = 1

  init(columns: Int, keyColumn: Int, _ fields: InventoryLayout.Fields = .init()) {
    self.columns = columns
    self.keyColumn = keyColumn
    self.fields = fields
    kept = fields.all.compactMap(\.self)
    values = kept.map { _ in [] }
  }

  mutating func next(_ bytes: [UInt8], _ count: Int, from position: inout Int) -> Row? {
    while position < count {
      let byte = bytes[position]
      position += 1
      if let row = take(byte) { return row }
    }
    return nil
  }

  mutating func finish() -> Row? {
    if state == .quoted { fail("a quote is not closed before the end of the file") }
    return endRow()
  }

  private mutating func take(_ byte: UInt8) -> Row? {
    length += 1
    if length > Self.longestRow, state != .broken {
      fail("it is longer than \(Self.longestRow) bytes, or a quote in it is not closed")
    }
    if byte == UInt8(ascii: "\n") {
      lines += 1
      if state != .quoted { return endRow() }
    } else if byte != UInt8(ascii: "\r") {
      isBlank = false
    }
    switch state {
    case .fieldStart, .plain: takePlain(byte)
    case .quoted:
      if byte == UInt8(ascii: "\"") { state = .quote } else { keep(byte) }
    case .quote: takeAfterQuote(byte)
    case .carriage: fail("it holds a carriage return that does not end it")
    case .broken: break
    }
    return nil
  }

  private mutating func takePlain(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: ","): endField()
    case UInt8(ascii: "\r"): state = .carriage
    case UInt8(ascii: "\""):
      if state == .fieldStart {
        state = .quoted
      } else {
        fail("it holds a quote in a field that does not begin with one")
      }
    default:
      state = .plain
      keep(byte)
    }
  }

  private mutating func takeAfterQuote(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""):
      state = .quoted
      keep(byte)
    case UInt8(ascii: ","): endField()
    case UInt8(ascii: "\r"): state = .carriage
    default: fail("it goes on after the quote that ends a field")
    }
  }

  private mutating func keep(_ byte: UInt8) {
    if column == keyColumn {
      key.append(byte)
    } else if !kept.isEmpty, let index = kept.firstIndex(of: column) {
      values[index].append(byte)
    }
  }

  /// What the present row has in a column.
  private func value(_ column: Int?) -> [UInt8]? {
    column.flatMap { kept.firstIndex(of: $0) }.map { values[$0] }
  }

  private mutating func endField() {
    column += 1
    state = .fieldStart
  }

  private mutating func fail(_ why: String) {
    self.why = why
    state = .broken
  }

  /// - Returns: Nil if there was nothing in the line.
  private mutating func endRow() -> Row? {
    let row = row()
    (line, firstLine) = (firstLine, lines + 1)
    (state, column, length, isBlank) = (.fieldStart, 0, 0, true)
    key.removeAll(keepingCapacity: true)
    for index in values.indices { values[index].removeAll(keepingCapacity: true) }
    return row
  }

  private mutating func row() -> Row? {
    about = RowFacts()
    if state == .broken { return .unreadable(why) }
    if isBlank { return nil }
    guard column + 1 == columns else {
      return .unreadable("it has \(column + 1) fields, but the manifest's schema has \(columns)")
    }
    guard let decoded = Self.decoded(key) else {
      return .unreadable("its key is not in percent-encoding: after '%' come two hex digits")
    }
    guard !says("false", fields.isLatest), !says("true", fields.isDeleted) else { return nil }
    about.size = value(fields.size).flatMap { text in
      Int64(String(decoding: text, as: UTF8.self)).flatMap { $0 >= 0 ? $0 : nil }
    }
    about.modified = value(fields.modified).flatMap(ListedTime.nanoseconds)
    about.url = value(fields.url)
    return .key(decoded)
  }

  private func says(_ word: String, _ column: Int?) -> Bool {
    value(column).map { $0.map { $0 | 0x20 }.elementsEqual(word.utf8) } ?? false
  }

  /// The bytes that percent-encoded ones stand for; nil if a `%` is not followed by two digits.
  static func decoded(_ text: [UInt8]) -> [UInt8]? {
    guard text.contains(UInt8(ascii: "%")) else { return text }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count)
    var position = 0
    while position < text.count {
      let byte = text[position]
      position += 1
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard position + 2 <= text.count, let high = digit(text[position]),
        let low = digit(text[position + 1])
      else { return nil }
      bytes.append(high << 4 | low)
      position += 2
    }
    return bytes
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    default: nil
    }
  }
}
