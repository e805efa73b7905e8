public import Migration
import SQLite

extension ObjectLedger {
  /// Folders that are still to be made or set right, the last key first: children before parents.
  ///
  /// - Parameters:
  ///   - key: The last one that the caller has, nil to begin.
  ///   - limit: At most so many.
  public func openFolders(
    before key: ObjectKey?, limit: Int
  ) throws(LedgerError) -> [LedgerPlan.Folder] {
    try read { (database) throws(SQLiteError) in
      let row = try database.prepare(
        """
        SELECT key, mode, modified_ns, counted FROM folder
        WHERE state = 0 AND (?1 IS NULL OR key < ?1) ORDER BY key DESC LIMIT ?2
        """)
      try row.bindAll([.blob(key?.bytes), .integer(Int64(limit))])
      var folders: [LedgerPlan.Folder] = []
      while try row.step() {
        folders.append(
          LedgerPlan.Folder(
            key: ObjectKey(row.blob(0)), mode: UInt32(truncatingIfNeeded: row.integer(1)),
            modified: row.integer(2), isCounted: row.integer(3) != 0))
      }
      return folders
    }
  }

  /// Records what became of some folders, in one transaction.
  ///
  /// A folder that no object stands for, and that could not be set right, becomes an object that
  /// failed. One that failed in the listing already is not counted twice.
  public func settle(_ outcomes: [FolderOutcome]) throws(LedgerError) {
    try write { (database) throws(SQLiteError) in
      let state = try database.prepare("UPDATE folder SET state = ?, counted = ? WHERE key = ?")
      for outcome in outcomes {
        let key = SQLValue.blob(outcome.key.bytes)
        let counted = try database.integer("SELECT counted FROM folder WHERE key = ?", key) == 1
        guard let failure = outcome.failure else {
          try state.run(1, .integer(counted ? 1 : 0), key)
          continue
        }
        let isNew = try Self.insert(failure, batch: -1, into: database)
        if isNew && !counted { try database.execute("UPDATE meta SET total = total + 1") }
        if !isNew && counted { try database.execute("UPDATE meta SET total = total - 1") }
        try state.run(2, .integer(isNew ? 1 : 0), key)
      }
    }
  }
}
