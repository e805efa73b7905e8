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
  /// Where it is and whose it is.
  public let place: LedgerPlace
  /// Whether the keys of what was moved are kept until the run is settled: a retry's are.
  let keepsKeys: Bool

  private let database: Mutex<Database>

  /// Opens a run's ledger, or makes it.
  ///
  /// - Parameters:
  ///   - path: The file; its folder must exist.
  ///   - job: The job's identity; the ledger of another job or run is refused.
  ///   - run: The run's number.
  ///   - keepsKeys: Whether the keys of what was moved are kept until `shrink`.
  public convenience init(
    path: String, job: String, run: Int64, keepsKeys: Bool = false
  ) throws(LedgerError) {
    try self.init(
      LedgerPlace(path: path, job: job, run: run), opening: .create, keepsKeys: keepsKeys)
  }

  /// Opens the ledger of a run that has ended; one that is gone is an error.
  convenience init(existing place: LedgerPlace) throws(LedgerError) {
    try FailureList.refuseAbsent(place)
    try self.init(place, opening: .existing, keepsKeys: true)
  }

  private init(
    _ place: LedgerPlace, opening: Database.OpenMode, keepsKeys: Bool
  ) throws(LedgerError) {
    let database = try Self.open(place.path, opening)
    token = try Self.adopt(database, job: place.job, run: place.run)
    path = place.path
    self.place = place
    self.keepsKeys = keepsKeys
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

  private static func open(
    _ path: String, _ mode: Database.OpenMode
  ) throws(LedgerError) -> Database {
    let database = try attempt(path) { () throws(SQLiteError) in try Database(path, mode) }
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
      throw LedgerError(LedgerPlace(path: path, job: job, run: run), isOf: row.1, row.2)
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
  /// The batch of failures that only a retry has found: they are none of the run's own.
  static let foundByRetry: Int64 = -2

  /// What the run did so far, or in the end; what its retries did does not change it.
  ///
  /// A key that a list names more than once is an object each time; but once it has failed, the
  /// other times are no objects any more.
  public func counts() throws(LedgerError) -> RunCounts {
    try read { (database) throws(SQLiteError) in
      var counts = RunCounts()
      let meta = try database.prepare(
        """
        SELECT total, total_bytes, skipped, skipped_bytes, listed,
          folders_copied + (SELECT count(*) FROM folder WHERE counted = 1 AND state = 1),
          (SELECT count(*) FROM failure WHERE batch <> \(Self.foundByRetry)),
          (SELECT count(*) FROM failure WHERE batch > 0) FROM meta
        """)
      guard try meta.step() else { return counts }
      counts.total = meta.integer(0)
      counts.totalBytes = meta.integer(1)
      counts.skipped = meta.integer(2)
      counts.skippedBytes = meta.integer(3)
      counts.listed = meta.integer(4) != 0
      counts.copied = counts.skipped + meta.integer(5)
      counts.copiedBytes = counts.skippedBytes
      counts.failed = meta.integer(6)
      var unnamed = -meta.integer(7)
      // Summed here, because a sum in SQL fails when it overflows.
      let batch = try database.prepare(
        """
        SELECT copied, copied_bytes, skipped, skipped_bytes, objects FROM batch WHERE state >= 2
        """)
      while try batch.step() {
        counts.copied += batch.integer(0)
        counts.copiedBytes = counts.copiedBytes.addingClamped(batch.integer(1))
        counts.skipped += batch.integer(2)
        counts.skippedBytes = counts.skippedBytes.addingClamped(batch.integer(3))
        unnamed += batch.integer(4) - batch.integer(0)
      }
      counts.total -= unnamed
      return counts
    }
  }

  /// The run's own failed objects in key order.
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
        SELECT \(ObjectFailure.columns) FROM failure
        WHERE key > ? AND batch <> ? ORDER BY key LIMIT ?
        """)
      try row.bindAll([
        .blob(key?.bytes ?? []), .integer(Self.foundByRetry), .integer(Int64(limit)),
      ])
      var failures: [ObjectFailure] = []
      while try row.step() { failures.append(ObjectFailure(row)) }
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
        DELETE FROM recovery;
        DELETE FROM list;
        UPDATE batch SET packed = NULL;
        """)
    }
    try read { (database) throws(SQLiteError) in
      do throws(SQLiteError) {
        try database.execute("VACUUM")
      } catch  where error.isFull {
        // It takes room before it gives some: the run has ended all the same, in a larger file.
      }
      try database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    }
  }

  /// Whether `shrink` was called: nothing can be claimed any more.
  public func isSettled() throws(LedgerError) -> Bool {
    try read { (database) throws(SQLiteError) in
      try database.integer("SELECT settled FROM meta") == 1
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
