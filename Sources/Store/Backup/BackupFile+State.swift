import Glibc
public import Migration
import SQLite

extension BackupFile {
  /// Makes the database of a backup a main database again, in a new file of the newest schema.
  ///
  /// - Parameter path: The file; it must not be there.
  public borrowing func writeDatabase(to path: String) throws(BackupError) {
    do throws(SQLiteError) {
      let made = try Database(path, .create)
      guard try database.copy(to: made, while: { true }) else { return }
      try made.execute(
        """
        PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF;
        BEGIN; \(BackupSchema.removal)
        PRAGMA application_id=\(JobSchema.applicationID); PRAGMA user_version=\(summary.schema);
        COMMIT;
        """)
    } catch {
      throw BackupError(error, writing: path)
    }
  }

  /// Writes the ledgers that are in a backup, each into a new file.
  ///
  /// - Parameters:
  ///   - place: The file of a run's ledger; it must not be there.
  ///   - written: Told of each file when it is complete.
  public borrowing func writeLedgers(
    to place: (JobID, RunNumber) -> String, _ written: (String) throws(BackupError) -> Void
  ) throws(BackupError) {
    let path = database.path
    let runs = try Self.reading(path) { () throws(SQLiteError) in
      let row = try database.prepare(
        "SELECT of_job, of_run FROM backup_meta ORDER BY of_job, of_run")
      var runs: [(job: Int64, run: Int64)] = []
      while try row.step() { runs.append((row.integer(0), row.integer(1))) }
      return runs
    }
    for (job, run) in runs {
      let file = place(JobID(rawValue: job), RunNumber(rawValue: run))
      try writeLedger(of: job, run, to: file)
      try written(file)
    }
  }

  private borrowing func writeLedger(
    of job: Int64, _ run: Int64, to path: String
  ) throws(BackupError) {
    do throws(SQLiteError) {
      let ledger = try Database(path, .create)
      try ledger.execute("PRAGMA synchronous=OFF")
      do throws(SchemaError) {
        try LedgerSchema.migrations.apply(to: ledger)
      } catch {
        throw SQLiteError(extendedCode: 1, message: "\(error)")
      }
      try ledger.transaction { () throws(SQLiteError) in
        for part in BackupSchema.parts {
          let isMeta = part.name == "meta"
          let places = part.columns.map { _ in "?" }.joined(separator: ", ")
          let insert = try ledger.prepare(
            "INSERT INTO \(part.name)(\(isMeta ? "id, " : "")\(part.list)) "
              + "VALUES (\(isMeta ? "1, " : "")\(places))")
          let row = try database.prepare(
            "SELECT \(part.list) FROM \(part.kept) WHERE of_job = ? AND of_run = ?")
          try row.bindAll([.integer(job), .integer(run)])
          while try row.step() { try insert.run(part.columns.indices.map { row.value($0) }) }
        }
      }
    } catch {
      throw BackupError(error, writing: path)
    }
  }
}
