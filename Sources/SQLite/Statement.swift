import CSQLite

/// One prepared statement, finalized when it goes out of scope.
///
/// It belongs to the thread that uses its database. It may outlive the `Database` value: the
/// connection is closed when its last statement is.
public struct Statement: ~Copyable {
  private let handle: OpaquePointer
  private let sql: String

  init(handle: OpaquePointer, sql: String) {
    self.handle = handle
    self.sql = sql
  }

  deinit {
    sqlite3_finalize(handle)
  }

  /// Binds an integer to a parameter, counted from 1.
  public func bind(_ index: Int, _ value: Int64) throws(SQLiteError) {
    try check(sqlite3_bind_int64(handle, Int32(truncatingIfNeeded: index), value))
  }

  /// Binds a double to a parameter, counted from 1.
  public func bind(_ index: Int, _ value: Double) throws(SQLiteError) {
    try check(sqlite3_bind_double(handle, Int32(truncatingIfNeeded: index), value))
  }

  /// Binds text to a parameter, counted from 1; NUL bytes inside it are kept.
  public func bind(_ index: Int, _ value: String) throws(SQLiteError) {
    var value = value
    try check(
      value.withUTF8 { bytes in
        ferry_bind_text(
          handle, Int32(truncatingIfNeeded: index), bytes.baseAddress, UInt64(bytes.count))
      })
  }

  /// Binds bytes to a parameter, counted from 1; none is an empty blob, not NULL.
  public func bind(_ index: Int, _ value: [UInt8]) throws(SQLiteError) {
    try check(
      value.withUnsafeBytes { bytes in
        ferry_bind_blob(
          handle, Int32(truncatingIfNeeded: index), bytes.baseAddress, UInt64(bytes.count))
      })
  }

  /// Binds any value to a parameter, counted from 1.
  public func bind(_ index: Int, _ value: SQLValue) throws(SQLiteError) {
    switch value {
    case .integer(let value): try bind(index, value)
    case .real(let value): try bind(index, value)
    case .text(let value): try bind(index, value)
    case .blob(let value): try bind(index, value)
    case .null: try check(sqlite3_bind_null(handle, Int32(truncatingIfNeeded: index)))
    }
  }

  /// How many columns its rows have.
  public var columnCount: Int { Int(sqlite3_column_count(handle)) }

  /// Goes to the next row.
  ///
  /// - Returns: False at the end; the statement is then reset, its bindings kept.
  public func step() throws(SQLiteError) -> Bool {
    switch sqlite3_step(handle) {
    case SQLITE_ROW:
      return true
    case SQLITE_DONE:
      sqlite3_reset(handle)
      return false
    default:
      // The error is read before the reset, which would put its own code in its place.
      let error = SQLiteError.last(of: sqlite3_db_handle(handle), sql: sql)
      sqlite3_reset(handle)
      throw error
    }
  }

  /// Makes the statement ready to run again; what was bound stays bound.
  public func reset() {
    // The code repeats the last step's error, which has been thrown already.
    sqlite3_reset(handle)
  }

  /// Binds values from the first parameter on and runs the statement to its end.
  public func run(_ values: SQLValue...) throws(SQLiteError) {
    try run(values)
  }

  /// Binds values from the first parameter on and runs the statement to its end.
  public func run(_ values: [SQLValue] = []) throws(SQLiteError) {
    try bindAll(values)
    while try step() {}
  }

  /// Resets the statement and binds values from the first parameter on.
  public func bindAll(_ values: [SQLValue]) throws(SQLiteError) {
    sqlite3_reset(handle)
    for (offset, value) in values.enumerated() {
      try bind(offset + 1, value)
    }
  }

  private func check(_ code: Int32) throws(SQLiteError) {
    guard code == SQLITE_OK else {
      throw SQLiteError.last(of: sqlite3_db_handle(handle), sql: sql)
    }
  }
}

// MARK: Columns of the current row, counted from 0

extension Statement {
  /// Whether a column is NULL.
  public func isNull(_ column: Int) -> Bool {
    sqlite3_column_type(handle, Int32(truncatingIfNeeded: column)) == SQLITE_NULL
  }

  /// A column as an integer; 0 if it is NULL.
  public func integer(_ column: Int) -> Int64 {
    sqlite3_column_int64(handle, Int32(truncatingIfNeeded: column))
  }

  /// A column as a double; 0 if it is NULL.
  public func real(_ column: Int) -> Double {
    sqlite3_column_double(handle, Int32(truncatingIfNeeded: column))
  }

  /// A column as text, whole even with NUL bytes inside; empty if it is NULL.
  public func text(_ column: Int) -> String {
    let column = Int32(truncatingIfNeeded: column)
    guard let bytes = sqlite3_column_text(handle, column) else { return "" }
    let count = Int(sqlite3_column_bytes(handle, column))
    return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
  }

  /// A column's bytes; none if it is NULL.
  public func blob(_ column: Int) -> [UInt8] {
    let column = Int32(truncatingIfNeeded: column)
    guard let bytes = sqlite3_column_blob(handle, column) else { return [] }
    let count = Int(sqlite3_column_bytes(handle, column))
    return [UInt8](UnsafeRawBufferPointer(start: bytes, count: count))
  }

  /// A column's value, whatever its type.
  public func value(_ column: Int) -> SQLValue {
    switch sqlite3_column_type(handle, Int32(truncatingIfNeeded: column)) {
    case SQLITE_INTEGER: .integer(integer(column))
    case SQLITE_FLOAT: .real(real(column))
    case SQLITE_TEXT: .text(text(column))
    case SQLITE_BLOB: .blob(blob(column))
    default: .null
    }
  }

  /// A column as an integer, nil if it is NULL.
  public func optionalInteger(_ column: Int) -> Int64? {
    isNull(column) ? nil : integer(column)
  }

  /// A column as text, nil if it is NULL.
  public func optionalText(_ column: Int) -> String? {
    isNull(column) ? nil : text(column)
  }

  /// A column's bytes, nil if it is NULL.
  public func optionalBlob(_ column: Int) -> [UInt8]? {
    isNull(column) ? nil : blob(column)
  }
}
