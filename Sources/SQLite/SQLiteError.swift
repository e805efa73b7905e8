import CSQLite
import Glibc

/// What SQLite refused, with its code, its message and the statement.
public struct SQLiteError: Error, Hashable, Sendable {
  /// The extended result code, such as 2067 (`SQLITE_CONSTRAINT_UNIQUE`).
  public let extendedCode: Int32
  /// SQLite's own message for this error.
  public let message: String
  /// The statement, empty if there was none.
  public let sql: String
  /// The `errno` behind it, 0 if there was none.
  public let systemError: Int32

  /// An error of these parts.
  public init(extendedCode: Int32, message: String, sql: String = "", systemError: Int32 = 0) {
    self.extendedCode = extendedCode
    self.message = message
    self.sql = sql
    self.systemError = systemError
  }

  /// The primary result code: the low byte of the extended one.
  public var code: Int32 {
    extendedCode & 0xFF
  }

  /// Whether there was no room: the file system, the quota or the page limit is full.
  public var isFull: Bool {
    // The shared-memory file that cannot grow is an I/O error with ENOSPC behind it.
    code == SQLITE_FULL
      || (code == SQLITE_IOERR && (systemError == ENOSPC || systemError == EDQUOT))
  }

  /// Whether the file is damaged.
  public var isCorrupt: Bool {
    code == SQLITE_CORRUPT
  }

  /// Whether the file is something else than a SQLite database.
  public var isNotADatabase: Bool {
    code == SQLITE_NOTADB
  }

  /// Whether another connection held the lock for longer than the busy timeout.
  public var isBusy: Bool {
    code == SQLITE_BUSY || code == SQLITE_LOCKED
  }

  /// Whether a constraint of the schema refused the row.
  public var isConstraint: Bool {
    code == SQLITE_CONSTRAINT
  }
}

extension SQLiteError: CustomStringConvertible {
  /// A sentence with the message, the code and the beginning of the statement.
  public var description: String {
    var text = "SQLite: \(message) (code \(extendedCode)"
    if systemError != 0 { text += ", errno \(systemError)" }
    text += ")"
    if !sql.isEmpty {
      let line = sql.prefix(120).map { $0.isNewline ? " " : $0 }
      text += " in “" + String(line) + (sql.count > 120 ? "…”" : "”")
    }
    return text
  }
}

extension SQLiteError {
  /// The error that a connection reports for its last call.
  static func last(of connection: OpaquePointer?, sql: String = "") -> SQLiteError {
    guard let connection else {
      return SQLiteError(extendedCode: SQLITE_NOMEM, message: "out of memory", sql: sql)
    }
    let code = sqlite3_extended_errcode(connection)
    if code & 0xFF == SQLITE_BUSY { BusyCount.add() }
    return SQLiteError(
      extendedCode: code,
      message: String(cString: sqlite3_errmsg(connection)), sql: sql,
      systemError: sqlite3_system_errno(connection))
  }
}
