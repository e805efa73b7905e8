import CSQLite

extension Database {
  /// Pages that are copied between two questions whether to go on: about a megabyte.
  private static let copyStep: Int32 = 256

  /// Copies the whole database, as it is at this moment, over another one.
  ///
  /// The source is read in one transaction, so that other connections may write meanwhile and the
  /// copy neither waits for them nor begins anew; they do not wait for it either (WAL).
  ///
  /// - Parameters:
  ///   - destination: What it holds is replaced.
  ///   - goOn: Asked again and again; false ends the copying.
  /// - Returns: False if `goOn` has ended it; the destination is of no use then.
  ///
  /// Source: <https://www.sqlite.org/backup.html>, <https://www.sqlite.org/isolation.html>
  public func copy(
    to destination: borrowing Database, while goOn: () -> Bool
  ) throws(SQLiteError) -> Bool {
    try execute("BEGIN")
    defer { sqlite3_exec(handle, "COMMIT", nil, nil, nil) }
    // The transaction begins with its first look.
    _ = try integer("SELECT count(*) FROM sqlite_schema")
    guard let backup = sqlite3_backup_init(destination.handle, "main", handle, "main") else {
      throw SQLiteError.last(of: destination.handle)
    }
    var code = SQLITE_OK
    var isWanted = goOn()
    while code == SQLITE_OK, isWanted {
      code = sqlite3_backup_step(backup, Self.copyStep)
      isWanted = goOn()
    }
    let end = sqlite3_backup_finish(backup)
    guard code != SQLITE_DONE else { return true }
    guard code == SQLITE_OK, end == SQLITE_OK else {
      throw SQLiteError.last(of: destination.handle)
    }
    return false
  }
}
