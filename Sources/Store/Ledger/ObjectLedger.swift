import Glibc
public import Migration
import SQLite
import Synchronization

/// The plan and the truth of one run, in a SQLite file of its own.
///
/// Any thread may call it. Its commits survive the death of the process at once (WAL); a power loss
/// may take the last ones away, which `reopen(boot:)` makes up for. The file is closed with the
/// last reference.
public final class ObjectLedger: Sendable {
  /// What the run's temporary names have in common: 16 hexadecimal digits, made with the file.
  public let token: String
  /// The file's path.
  public let path: String

  private let database: Mutex<Database>

  /// Opens a run's ledger, or makes it.
  ///
  /// - Parameters:
  ///   - path: The file; its folder must exist.
  ///   - job: The job's identity; the ledger of another job or run is refused.
  ///   - run: The run's number.
  public init(path: String, job: String, run: Int64) throws(LedgerError) {
    let database = try Self.open(path)
    token = try Self.adopt(database, job: job, run: run)
    self.path = path
    self.database = Mutex(database)
  }

  /// Runs `body` with the connection.
  func read<Result>(
    _ body: (borrowing Database) throws(SQLiteError) -> Result
  ) throws(LedgerError) -> Result {
    do throws(SQLiteError) {
      return try database.withLock { (database) throws(SQLiteError) in try body(database) }
    } catch {
      throw LedgerError(error, path: path)
    }
  }

  /// Runs `body` with the connection in one transaction.
  func write<Result>(
    _ body: (borrowing Database) throws(SQLiteError) -> Result
  ) throws(LedgerError) -> Result {
    try read { (database) throws(SQLiteError) in
      try database.transaction { () throws(SQLiteError) in try body(database) }
    }
  }

  private static func open(_ path: String) throws(LedgerError) -> Database {
    let database = try attempt(path) { () throws(SQLiteError) in try Database(path) }
    do throws(SchemaError) {
      // Before anything else: a file of another program must not even be turned into WAL mode.
      _ = try LedgerSchema.migrations.check(database)
    } catch {
      throw LedgerError(error)
    }
    try attempt(path) { () throws(SQLiteError) in try database.configure(synchronous: .normal) }
    do throws(SchemaError) {
      try LedgerSchema.migrations.apply(to: database)
    } catch {
      throw LedgerError(error)
    }
    return database
  }

  /// Makes sure that the file is this run's, and reads its token.
  private static func adopt(
    _ database: borrowing Database, job: String, run: Int64
  ) throws(LedgerError) -> String {
    let path = database.path
    let digits = String(UInt64.random(in: 0 ... .max), radix: 16)
    let fresh = String(repeating: "0", count: 16 - digits.count) + digits
    let row = try attempt(path) { () throws(SQLiteError) in
      try database.run(
        "INSERT INTO meta (id, token, job, run) VALUES (1, ?, ?, ?) ON CONFLICT DO NOTHING",
        .text(fresh), .text(job), .integer(run))
      let row = try database.prepare("SELECT token, job, run FROM meta")
      return try row.step() ? (row.text(0), row.text(1), row.integer(2)) : ("", "", 0)
    }
    guard row.1 == job, row.2 == run else {
      throw LedgerError(
        isBroken: true,
        "The ledger \(path) belongs to run \(row.2) of job \(row.1), not to run \(run) of \(job).")
    }
    return row.0
  }

  private static func attempt<Result: ~Copyable>(
    _ path: String, _ body: () throws(SQLiteError) -> Result
  ) throws(LedgerError) -> Result {
    do throws(SQLiteError) {
      return try body()
    } catch {
      throw LedgerError(error, path: path)
    }
  }
}

extension ObjectLedger {
  /// What the run did so far, or in the end.
  public func counts() throws(LedgerError) -> RunCounts {
    try read { (database) throws(SQLiteError) in
      let row = try database.prepare(
        """
        SELECT m.total, m.total_bytes,
          m.skipped + m.folders_copied + b.copied
            + (SELECT count(*) FROM folder WHERE counted = 1 AND state = 1),
          m.skipped + b.skipped, (SELECT count(*) FROM failure), m.listed, m.skipped_bytes,
          b.copied_high, b.copied_low, b.skipped_high, b.skipped_low
        FROM meta AS m, (
          SELECT coalesce(sum(copied), 0) AS copied, coalesce(sum(skipped), 0) AS skipped,
            coalesce(sum(copied_bytes >> 32), 0) AS copied_high,
            coalesce(sum(copied_bytes & 0xFFFFFFFF), 0) AS copied_low,
            coalesce(sum(skipped_bytes >> 32), 0) AS skipped_high,
            coalesce(sum(skipped_bytes & 0xFFFFFFFF), 0) AS skipped_low
          FROM batch) AS b
        """)
      var counts = RunCounts()
      guard try row.step() else { return counts }
      counts.total = row.integer(0)
      counts.totalBytes = row.integer(1)
      counts.copied = row.integer(2)
      counts.skipped = row.integer(3)
      counts.failed = row.integer(4)
      counts.listed = row.integer(5) != 0
      counts.copiedBytes = row.integer(6)
      counts.copiedBytes.addSaturating(Self.joined(row.integer(7), row.integer(8)))
      counts.skippedBytes = row.integer(6)
      counts.skippedBytes.addSaturating(Self.joined(row.integer(9), row.integer(10)))
      return counts
    }
  }

  /// A sum of bytes from those of its halves: SQLite's `sum` of the whole would fail on overflow.
  private static func joined(_ high: Int64, _ low: Int64) -> Int64 {
    let (shifted, overflow) = high.multipliedReportingOverflow(by: 1 << 32)
    guard !overflow else { return .max }
    var sum = shifted
    sum.addSaturating(low)
    return sum
  }

  /// The failed objects in key order.
  ///
  /// - Parameters:
  ///   - key: The last one that the caller has, nil to begin.
  ///   - limit: At most so many.
  public func failures(
    after key: ObjectKey?, limit: Int
  ) throws(LedgerError) -> [ObjectFailure] {
    try read { (database) throws(SQLiteError) in
      let row = try database.prepare(
        """
        SELECT key, kind, size, modified_ns, code, text, attempts FROM failure
        WHERE key > ? ORDER BY key LIMIT ?
        """)
      try row.bindAll([.blob(key?.bytes ?? []), .integer(Int64(limit))])
      var failures: [ObjectFailure] = []
      while try row.step() {
        failures.append(
          ObjectFailure(
            key: ObjectKey(row.blob(0)),
            kind: ObjectKind(rawValue: UInt8(truncatingIfNeeded: row.integer(1))) ?? .file,
            size: row.integer(2), modified: row.integer(3),
            code: FailureCode(rawValue: row.text(4)), text: row.text(5),
            attempts: Int(truncatingIfNeeded: row.integer(6))))
      }
      return failures
    }
  }

  /// Ends the ledger's life as a plan: what stays is the counts and the failures.
  ///
  /// Afterwards nothing can be claimed any more.
  public func shrink() throws(LedgerError) {
    try write { (database) throws(SQLiteError) in
      try database.execute(
        """
        UPDATE meta SET settled = 1, folders_copied = folders_copied
          + (SELECT count(*) FROM folder WHERE counted = 1 AND state = 1);
        DELETE FROM folder;
        UPDATE batch SET packed = NULL;
        """)
    }
    try read { (database) throws(SQLiteError) in
      try database.execute("VACUUM; PRAGMA wal_checkpoint(TRUNCATE)")
    }
  }

  /// Deletes a ledger with the files that SQLite keeps beside it; absent ones are no error.
  ///
  /// - Returns: False if one of them is still there.
  @discardableResult
  public static func removeFiles(_ path: String) -> Bool {
    // The log goes first: left alone it could be replayed into the next database of this name.
    var isGone = true
    for file in [path + "-wal", path + "-shm", path] where unlink(file) != 0 {
      isGone = isGone && errno == ENOENT
    }
    return isGone
  }
}
