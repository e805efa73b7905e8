import Calendar
import Engine
import SQLite

/// The columns of one stored row, read in the order in which its table has them.
///
/// The last column is the checksum; a row that does not agree with it is not used.
struct Row {
  private let values: [SQLValue]
  private let what: String
  private var position = 0

  /// Takes the current row of a statement.
  ///
  /// - Parameters:
  ///   - statement: Stands on a row that has these columns, the checksum last.
  ///   - columns: How many columns stand before the checksum.
  ///   - what: Names the row, for the message.
  init(
    _ statement: borrowing Statement, columns: Int, of what: String
  ) throws(StoreFailure) {
    var values: [SQLValue] = []
    values.reserveCapacity(columns)
    for column in 0..<columns { values.append(statement.value(column)) }
    guard statement.integer(columns) == RowChecksum.of(values) else {
      throw StoreFailure(
        .corrupt,
        "\(what) in the database is damaged (its checksum does not agree); "
          + "stop ferryd, then 'ferryd --restore FILE' takes the state of a backup")
    }
    self.values = values
    self.what = what
  }

  mutating func integer() throws(StoreFailure) -> Int64 {
    guard case .integer(let value) = try next() else { throw malformed() }
    return value
  }

  mutating func optionalInteger() throws(StoreFailure) -> Int64? {
    switch try next() {
    case .integer(let value): value
    case .null: nil
    case .text, .real, .blob: throw malformed()
    }
  }

  mutating func text() throws(StoreFailure) -> String {
    guard case .text(let value) = try next() else { throw malformed() }
    return value
  }

  mutating func optionalText() throws(StoreFailure) -> String? {
    switch try next() {
    case .text(let value): value
    case .null: nil
    case .integer, .real, .blob: throw malformed()
    }
  }

  mutating func blob() throws(StoreFailure) -> [UInt8] {
    guard case .blob(let bytes) = try next() else { throw malformed() }
    return bytes
  }

  mutating func optionalBlob() throws(StoreFailure) -> [UInt8]? {
    switch try next() {
    case .blob(let bytes): bytes
    case .null: nil
    case .integer, .real, .text: throw malformed()
    }
  }

  /// A number that counts something.
  mutating func count() throws(StoreFailure) -> Int {
    guard let count = Int(exactly: try integer()), count >= 0 else { throw malformed() }
    return count
  }

  mutating func flag() throws(StoreFailure) -> Bool {
    try integer() != 0
  }

  mutating func instant() throws(StoreFailure) -> Instant {
    Instant(microseconds: try integer())
  }

  mutating func optionalInstant() throws(StoreFailure) -> Instant? {
    try optionalInteger().map { Instant(microseconds: $0) }
  }

  /// The row says something that this version does not know.
  func malformed() -> StoreFailure {
    StoreFailure(
      .corrupt, "\(what) in the database cannot be read by this version (column \(position))")
  }

  private mutating func next() throws(StoreFailure) -> SQLValue {
    guard position < values.count else { throw malformed() }
    position += 1
    return values[position - 1]
  }
}
