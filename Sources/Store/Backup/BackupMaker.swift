public import Calendar
public import Migration
import SQLite

/// Makes a backup of a daemon's state beside the daemon that uses it.
///
/// Any thread may use it, on connections of its own: nobody waits for it.
public struct BackupMaker: Sendable {
  private let database: String
  private let ledger: @Sendable (JobID, RunNumber) -> String
  private let goOn: @Sendable () -> Bool

  /// A maker of backups.
  ///
  /// - Parameters:
  ///   - database: The main database's file.
  ///   - ledger: The file of a run's ledger.
  ///   - goOn: Asked again and again while one is made; false ends it.
  public init(
    database: String, ledger: @escaping @Sendable (JobID, RunNumber) -> String,
    goOn: @escaping @Sendable () -> Bool
  ) {
    self.database = database
    self.ledger = ledger
    self.goOn = goOn
  }

  /// Makes a backup in an empty file, and looks through it.
  ///
  /// - Parameters:
  ///   - path: The file; it is there and empty, so that its owner and mode are the caller's.
  ///   - release: The version of the program.
  ///   - now: The wall clock.
  public func make(
    at path: String, release: String, now: Instant
  ) throws(BackupError) -> BackupSummary {
    try write(to: path, release: release, now: now)
    return try BackupFile(path).summary
  }

  private func write(
    to path: String, release: String, now: Instant
  ) throws(BackupError) {
    let file = try Self.writing(path) { () throws(SQLiteError) in
      try Database(path, .existing)
    }
    try copyDatabase(to: file)
    var summary = BackupSummary(
      made: now, release: release, schema: 0, jobs: 0, runs: 0, ledgers: 0, failures: 0,
      leftOut: 0, damaged: try BackupFile.damagedRows(in: file))
    try Self.writing(path) { () throws(SQLiteError) in
      summary.schema = try file.integer("PRAGMA user_version") ?? 0
      // The file is nobody's before it is whole: a kill leaves what is thrown away.
      try file.execute("PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF;")
      try file.execute(BackupSchema.tables)
      summary.jobs = try file.integer("SELECT count(*) FROM job") ?? 0
      summary.runs = try file.integer("SELECT count(*) FROM run") ?? 0
    }
    try keepLedgers(in: file, &summary)
    try Self.writing(path) { () throws(SQLiteError) in try Self.seal(file, summary) }
  }

  private func copyDatabase(to file: borrowing Database) throws(BackupError) {
    let source = try Self.writing("the backup") { () throws(SQLiteError) in
      try Database(database, .readOnly)
    }
    let isWhole = try Self.writing("the backup") { () throws(SQLiteError) in
      try source.copy(to: file, while: goOn)
    }
    guard isWhole else { throw Self.ended }
    // A copy of a database in WAL mode is one, too, and a backup is one file.
    try Self.writing(file.path) { () throws(SQLiteError) in
      try file.execute("PRAGMA journal_mode=DELETE")
    }
  }

  /// Ended runs that have failed objects: what lists and retries read of them.
  private func keepLedgers(
    in file: borrowing Database, _ summary: inout BackupSummary
  ) throws(BackupError) {
    let places = try Self.writing(file.path) { () throws(SQLiteError) in
      let row = try file.prepare(
        """
        SELECT run.job, job.version, run.number FROM run JOIN job ON job.id = run.job
        WHERE ended_us IS NOT NULL AND failed > 0 ORDER BY run.job, run.number
        """)
      var places: [(job: Int64, place: LedgerPlace)] = []
      while try row.step() {
        let path = ledger(
          JobID(rawValue: row.integer(0)), RunNumber(rawValue: row.integer(2)))
        places.append(
          (row.integer(0), LedgerPlace(path: path, job: row.text(1), run: row.integer(2))))
      }
      return places
    }
    for (job, place) in places {
      guard goOn() else { throw Self.ended }
      do throws(LedgerError) {
        let reader = try LedgerReader(place)
        summary.failures += try Self.keep(reader, of: job, in: file)
        summary.ledgers += 1
      } catch {
        guard error.isAbsent || error.isBroken else {
          throw BackupError(.failed, error.description)
        }
        summary.leftOut += 1
      }
    }
  }

  /// Writes a ledger's parts into the backup, all or none; returns how many failed objects that was.
  private static func keep(
    _ reader: borrowing LedgerReader, of job: Int64, in file: borrowing Database
  ) throws(LedgerError) -> Int64 {
    let path = file.path
    let failed = { (error: SQLiteError) in
      LedgerError(isBroken: false, BackupError(error, writing: path).description)
    }
    return try file.transaction(mapping: failed) { () throws(LedgerError) in
      var failures: Int64 = 0
      for part in BackupSchema.parts {
        let places = String(repeating: ", ?", count: part.columns.count)
        do throws(SQLiteError) {
          let insert = try file.prepare(
            "INSERT INTO \(part.kept)(of_job, of_run, \(part.list)) VALUES (?, ?\(places))")
          let count = try reader.forEachRow(of: part) { (row) throws(SQLiteError) in
            try insert.run([.integer(job), .integer(reader.run)] + row)
          }
          if part.name == "failure" { failures = count }
        } catch {
          throw error.isCorrupt ? LedgerError(error, path: reader.path) : failed(error)
        }
      }
      return failures
    }
  }

  /// Writes what makes the file a backup.
  private static func seal(
    _ file: borrowing Database, _ summary: BackupSummary
  ) throws(SQLiteError) {
    let insert = try file.prepare("INSERT INTO backup_digest VALUES (?, ?, ?)")
    for (name, digest) in try TableDigest.all(in: file).sorted(by: { $0.key < $1.key }) {
      try insert.run(.text(name), .integer(digest.rows), .integer(digest.sum))
    }
    let values: [SQLValue] = [
      1, .integer(summary.made.microseconds), .text(summary.release), .integer(summary.schema),
      .integer(summary.jobs), .integer(summary.runs), .integer(summary.ledgers),
      .integer(summary.failures), .integer(summary.leftOut), .integer(summary.damaged),
    ]
    try file.prepare("INSERT INTO backup VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
      .run(values + [.integer(RowChecksum.of(values))])
    try file.execute(
      """
      PRAGMA application_id=\(BackupSchema.applicationID);
      PRAGMA user_version=\(BackupSchema.version);
      """)
  }

  private static let ended = BackupError(.ended, "the daemon is stopping; try again later")

  private static func writing<Value: ~Copyable>(
    _ what: String, _ body: () throws(SQLiteError) -> Value
  ) throws(BackupError) -> Value {
    do throws(SQLiteError) {
      return try body()
    } catch {
      throw BackupError(error, writing: what)
    }
  }
}
