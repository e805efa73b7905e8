import Calendar
import Glibc
import SQLite

/// A backup that is there, looked through: whose it is, and whether it is whole.
public struct BackupFile: ~Copyable {
  /// What is in it.
  public let summary: BackupSummary
  let database: Database

  /// Opens a backup for reading only, and looks through all of it.
  ///
  /// - Throws: `BackupError` of kind `absent`, or `unusable` for a foreign, newer or damaged file.
  public init(_ path: String) throws(BackupError) {
    guard access(path, F_OK) == 0 || errno != ENOENT else {
      throw BackupError(.absent, "there is no file \(path)")
    }
    let database = try Self.reading(path) { () throws(SQLiteError) in
      try Database(path, .readOnly)
    }
    let summary = try Self.look(through: database)
    self.init(summary: summary, database: database)
  }

  private init(summary: BackupSummary, database: consuming Database) {
    self.summary = summary
    self.database = database
  }

  private static func look(
    through database: borrowing Database
  ) throws(BackupError) -> BackupSummary {
    try checkOwner(of: database)
    let summary = try summary(of: database)
    try checkContent(of: database)
    return summary
  }

  static func reading<Value: ~Copyable>(
    _ path: String, _ body: () throws(SQLiteError) -> Value
  ) throws(BackupError) -> Value {
    do throws(SQLiteError) {
      return try body()
    } catch {
      throw BackupError(error, reading: path)
    }
  }

  private static func checkOwner(of database: borrowing Database) throws(BackupError) {
    let path = database.path
    let (owner, version) = try reading(path) { () throws(SQLiteError) in
      (
        try database.integer("PRAGMA application_id") ?? 0,
        try database.integer("PRAGMA user_version") ?? 0
      )
    }
    guard owner == BackupSchema.applicationID else {
      let what =
        owner == Int64(JobSchema.applicationID)
        ? "is a database of ferryd itself, no backup: it can be used as it is in a state folder"
        : "is no backup that 'ferry backup' has made (application id \(owner))"
      throw BackupError(.unusable, "\(path) \(what)")
    }
    guard version == BackupSchema.version else { throw newer(path) }
  }

  private static func newer(_ path: String) -> BackupError {
    BackupError(
      .unusable,
      "the backup \(path) was made by a newer version of ferry; install that one to restore it")
  }

  private static func summary(of database: borrowing Database) throws(BackupError) -> BackupSummary
  {
    let path = database.path
    let found: (BackupSummary, isWhole: Bool)? =
      try reading(path) { () throws(SQLiteError) in
        let row = try database.prepare("SELECT * FROM backup")
        guard try row.step() else { return nil }
        let values = (0..<row.columnCount - 1).map { row.value($0) }
        let summary = BackupSummary(
          made: Instant(microseconds: row.integer(1)), release: row.text(2),
          schema: row.integer(3), jobs: row.integer(4), runs: row.integer(5),
          ledgers: row.integer(6), failures: row.integer(7), leftOut: row.integer(8),
          damaged: row.integer(9))
        return (summary, row.integer(10) == RowChecksum.of(values))
      }
    guard let found, found.isWhole else { throw damaged(path, "its own record is not whole") }
    guard found.0.schema <= JobSchema.migrations.newest else { throw newer(path) }
    return found.0
  }

  /// The digests cover all rows with their own checksums: those need not be compared again.
  private static func checkContent(of database: borrowing Database) throws(BackupError) {
    let path = database.path
    let problem: String? = try reading(path) { () throws(SQLiteError) in
      if let problem = try database.quickCheck().first { return problem }
      let kept = try TableDigest.kept(in: database)
      let found = try TableDigest.all(in: database)
      for name in Set(kept.keys).union(found.keys).sorted() where kept[name] != found[name] {
        return "table \(name) is not as it was written"
      }
      return nil
    }
    if let problem { throw damaged(path, problem) }
  }

  private static func damaged(_ path: String, _ problem: String) -> BackupError {
    BackupError(.unusable, "the backup \(path) is damaged (\(problem)); take an older one")
  }

  /// Rows of jobs, runs and addresses that do not agree with their own checksums.
  static func damagedRows(in database: borrowing Database) throws(BackupError) -> Int64 {
    try reading(database.path) { () throws(SQLiteError) in
      var damaged: Int64 = 0
      for (table, columns) in [
        ("job", JobRow.columns), ("run", RunRow.columns), ("address", AddressRow.columns),
      ] {
        let row = try database.prepare(
          "SELECT \((columns + ["checksum"]).joined(separator: ",")) FROM \(table)")
        var values: [SQLValue] = []
        while try row.step() {
          values.removeAll(keepingCapacity: true)
          for column in columns.indices { values.append(row.value(column)) }
          if row.integer(columns.count) != RowChecksum.of(values) { damaged += 1 }
        }
      }
      return damaged
    }
  }
}
