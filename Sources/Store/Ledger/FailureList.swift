import Glibc
public import Migration
import SQLite
import Synchronization

/// The failed objects of a run, read beside whoever else uses its ledger.
///
/// It opens the files for reading only, makes none and holds no lock between two calls; a run may
/// be going on. Any thread may call it. What still fails is told by the ledger of the family's root
/// run, into which each retry writes what became of its objects.
public final class FailureList: Sendable {
  private let path: String
  private let database: Mutex<Database>
  private let sql: FailureListSQL

  /// Opens the list of a run.
  ///
  /// - Parameters:
  ///   - place: The run's ledger.
  ///   - root: The ledger of the root run whose retry the run is; nil if it is none.
  /// - Throws: An error with `isAbsent` if a file is not there.
  public init(of place: LedgerPlace, root: LedgerPlace? = nil) throws(LedgerError) {
    let root = root == place ? nil : root
    path = place.path
    for each in [place, root].compactMap({ $0 }) { try Self.refuseAbsent(each) }
    let opened = try Self.open(place)
    // Opened once by itself, so that it is known whose file it is before it is joined.
    let rootVersion: Int64? = if let root { try Self.open(root).version } else { nil }
    sql = FailureListSQL(version: opened.version, rootVersion: rootVersion)
    database = Mutex(opened.database)
    if let root {
      // A file that is attached is opened as the first one was: for reading only.
      try read { (database) throws(SQLiteError) in
        try database.run("ATTACH ? AS root", .text(root.path))
      }
    }
  }

  /// Which of the failed objects a page holds.
  public enum Choice: Sendable {
    /// All of them.
    case all
    /// Those that no retry has moved.
    case failing
    /// Those of them that a retry could move.
    case retryable
  }

  /// Failed objects in key order.
  ///
  /// - Parameters:
  ///   - key: The last one that the caller has, nil to begin.
  ///   - choice: Which objects.
  ///   - limit: At most so many.
  /// - Returns: Fewer than `limit` only at the end.
  public func page(
    after key: ObjectKey?, _ choice: Choice = .all, limit: Int
  ) throws(LedgerError) -> [ListedFailure] {
    // No key holds a NUL, so this is the least one after it.
    try page(from: key.map { $0.bytes + [0] } ?? [], choice, limit: limit)
  }

  /// Failed objects in key order, from a key on whether or not there is one.
  public func page(
    from start: [UInt8], _ choice: Choice, limit: Int
  ) throws(LedgerError) -> [ListedFailure] {
    try read { (database) throws(SQLiteError) in
      let row = try database.prepare(choice == .all ? sql.all : sql.failing)
      // Without a limit in SQL: which codes can be retried is not SQL's to know.
      try row.bindAll([.blob(start)])
      var found: [ListedFailure] = []
      while found.count < limit, try row.step() {
        let listed = Self.listed(row)
        if choice != .retryable || listed.failure.code.isRetryable { found.append(listed) }
      }
      return found
    }
  }

  /// The failed object of a key, if it still fails and a retry could move it.
  public func retryable(_ key: ObjectKey) throws(LedgerError) -> ListedFailure? {
    try read { (database) throws(SQLiteError) in
      let row = try database.prepare(sql.one)
      try row.bindAll([.blob(key.bytes)])
      guard try row.step() else { return nil }
      let listed = Self.listed(row)
      return listed.failure.code.isRetryable ? listed : nil
    }
  }

  /// The URL that a failed object is got by; nil if none was told.
  public func url(of key: ObjectKey) throws(LedgerError) -> [UInt8]? {
    guard let url = sql.url else { return nil }
    return try read { (database) throws(SQLiteError) in
      let row = try database.prepare(url)
      try row.bindAll([.blob(key.bytes)])
      return try row.step() ? row.blob(0) : nil
    }
  }

  /// What of the run still fails, by its newest reasons.
  public func remainder() throws(LedgerError) -> Remainder {
    try read { (database) throws(SQLiteError) in
      let row = try database.prepare(sql.reasons)
      var reasons: [FailureCode: Int64] = [:]
      while try row.step() { reasons[FailureCode(rawValue: row.text(0))] = row.integer(1) }
      return Remainder(reasons: reasons)
    }
  }

  /// How many of the failed objects retries have moved.
  public func recovered() throws(LedgerError) -> Int64 {
    try read { (database) throws(SQLiteError) in try database.integer(sql.recovered) ?? 0 }
  }

  /// The inode numbers of the folders that the run began with; nil if it never opened them.
  public func roots() throws(LedgerError) -> (source: UInt64, destination: UInt64)? {
    guard sql.knowsRoots else { return nil }
    return try read { (database) throws(SQLiteError) in
      let row = try database.prepare("SELECT source_root, destination_root FROM main.meta")
      guard try row.step(), let source = row.optionalInteger(0),
        let destination = row.optionalInteger(1)
      else { return nil }
      return (UInt64(bitPattern: source), UInt64(bitPattern: destination))
    }
  }

  private static func listed(_ row: borrowing Statement) -> ListedFailure {
    ListedFailure(
      failure: ObjectFailure(row), isRecovered: row.integer(7) != 0,
      isUnlisted: row.integer(8) != 0)
  }

  private func read<Result>(
    _ body: (borrowing Database) throws(SQLiteError) -> Result
  ) throws(LedgerError) -> Result {
    do throws(SQLiteError) {
      return try database.withLock { (database) throws(SQLiteError) in try body(database) }
    } catch {
      throw LedgerError(error, path: path)
    }
  }
}

extension FailureList {
  /// A ledger that is there, with its schema's version.
  private struct Opened: ~Copyable {
    let database: Database
    let version: Int64
  }

  /// Refuses a ledger that is not there.
  static func refuseAbsent(_ place: LedgerPlace) throws(LedgerError) {
    guard access(place.path, F_OK) != 0, errno == ENOENT || errno == ENOTDIR else { return }
    throw LedgerError(absent: place)
  }

  /// A connection to a ledger that is there and is the run's, for reading only.
  static func database(of place: LedgerPlace) throws(LedgerError) -> Database {
    try refuseAbsent(place)
    let opened = try open(place)
    return opened.database
  }

  private static func open(_ place: LedgerPlace) throws(LedgerError) -> Opened {
    let database: Database
    do throws(SQLiteError) {
      database = try Database(place.path, .readOnly)
    } catch {
      throw LedgerError(error, path: place.path)
    }
    let version: Int64
    do throws(SchemaError) {
      version = try LedgerSchema.migrations.check(database)
    } catch {
      throw LedgerError(error)
    }
    // Whoever makes it has not come to its tables.
    guard version > 0 else { throw LedgerError(absent: place) }
    try check(database, place)
    return Opened(database: database, version: version)
  }

  /// Makes sure that a file is the run's.
  private static func check(
    _ database: borrowing Database, _ place: LedgerPlace
  ) throws(LedgerError) {
    let owner: (job: String, run: Int64)?
    do throws(SQLiteError) {
      let row = try database.prepare("SELECT job, run FROM meta")
      owner = try row.step() ? (row.text(0), row.integer(1)) : nil
    } catch {
      throw LedgerError(error, path: place.path)
    }
    guard let owner else { throw LedgerError(absent: place) }
    guard owner.job == place.job, owner.run == place.run else {
      throw LedgerError(place, isOf: owner.job, owner.run)
    }
  }
}
