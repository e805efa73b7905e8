import Calendar
public import Engine
import Migration
public import SQLite

/// The main database: addresses, jobs, runs, commits, slots and the timer queue.
///
/// One connection, used by one thread at a time. The loop holds the only one that writes; readers
/// open their own and see the last commit.
public final class JobDatabase {
  let database: Database
  /// Statements by their text: each is compiled once.
  private var statements: [String: KeptStatement] = [:]
  /// Whether a transaction is open that takes several commits.
  var isTogether = false
  /// Whether something has become durable since `prove` was called last.
  var hasWritten = false
  /// Whether the open transaction holds something that was committed inside.
  var hasGathered = false
  /// Whether another process held the lock at the last write.
  var isLockedOut = false
  /// How long a write waits for another process's lock, in milliseconds; not under a watchdog that
  /// expects to hear of its caller in the meantime.
  public var patience = Database.usualPatience {
    didSet { database.setPatience(milliseconds: patience) }
  }

  /// Opens the database for the loop, makes it if it is absent, brings it to the newest schema.
  ///
  /// - Parameters:
  ///   - path: The file's path; its folder exists.
  ///   - checks: Whether the whole file is looked through first (after an unclean stop).
  /// - Throws: `SchemaError` for a foreign, newer or damaged file, which is left as it is.
  public init(writing path: String, checks: Bool = true) throws(SchemaError) {
    do throws(SQLiteError) {
      database = try Database(path, .create)
    } catch {
      throw .failed(path: path, error)
    }
    // Whose file it is comes first: nothing is written into another program's.
    _ = try JobSchema.migrations.check(database)
    do throws(SQLiteError) {
      try database.configure(synchronous: .full)
    } catch {
      throw Self.schemaError(path, error)
    }
    try JobSchema.migrations.apply(to: database)
    guard checks else { return }
    do throws(SQLiteError) {
      guard try !stoppedCleanly(), let first = try database.quickCheck().first else { return }
      throw SQLiteError(extendedCode: 11, message: first)
    } catch {
      throw Self.schemaError(path, error)
    }
  }

  /// Opens the database of a running daemon for reading.
  public init(reading path: String) throws(StoreFailure) {
    do throws(SQLiteError) {
      database = try Database(path, .readOnly)
    } catch {
      throw StoreFailure(error)
    }
  }

  private static func schemaError(_ path: String, _ error: SQLiteError) -> SchemaError {
    error.isCorrupt || error.isNotADatabase
      ? .corrupt(path: path, error) : .failed(path: path, error)
  }

  // MARK: - Whether the last daemon stopped cleanly

  private func stoppedCleanly() throws(SQLiteError) -> Bool {
    try database.text("SELECT value FROM meta WHERE key = 'running'") != "yes"
  }

  /// Remembers that a daemon is at work; what is found so at the next start was not a clean stop.
  public func setRunning(_ running: Bool) throws(StoreFailure) {
    do throws(SQLiteError) {
      try database.run(
        "INSERT INTO meta VALUES ('running', ?) ON CONFLICT DO UPDATE SET value = excluded.value",
        .text(running ? "yes" : "no"))
    } catch {
      throw StoreFailure(error)
    }
  }

  /// Keeps the least interval of schedules that is in force, in microseconds.
  ///
  /// - Returns: The one before; nil at the first start.
  public func exchangeMinInterval(_ interval: Int64) throws(StoreFailure) -> Int64? {
    let before =
      try rows("SELECT value FROM meta WHERE key = 'min_interval_us'") {
        (row) throws(StoreFailure) in Int64(row.text(0))
      }.first ?? nil
    do throws(SQLiteError) {
      guard before != interval else { return before }
      try database.run(
        """
        INSERT INTO meta VALUES ('min_interval_us', ?)
        ON CONFLICT DO UPDATE SET value = excluded.value
        """, .text(String(interval)))
    } catch {
      throw StoreFailure(error)
    }
    return before
  }

  // MARK: - Statements

  /// A statement that stays compiled; whoever steps it without coming to its end resets it.
  func statement(_ sql: String) throws(SQLiteError) -> KeptStatement {
    if let kept = statements[sql] { return kept }
    let made = KeptStatement(try database.prepare(sql, persistent: true))
    statements[sql] = made
    return made
  }

  /// Runs a statement with values for its parameters, from the first on.
  func perform(_ sql: String, _ values: SQLValue...) throws(SQLiteError) {
    try perform(sql, values)
  }

  /// Runs a statement with values for its parameters, from the first on.
  func perform(_ sql: String, _ values: [SQLValue]) throws(SQLiteError) {
    try statement(sql).statement.run(values)
  }

  /// What is read of a query's first row; nil if it has none.
  func first<Value>(
    _ sql: String, _ values: [SQLValue], _ read: (borrowing Statement) -> Value
  ) throws(SQLiteError) -> Value? {
    let kept = try statement(sql)
    defer { kept.statement.reset() }
    try kept.statement.bindAll(values)
    return try kept.statement.step() ? read(kept.statement) : nil
  }

  // MARK: - Reading rows

  /// All rows of a query, each made into a value.
  func rows<Value>(
    _ sql: String, _ values: [SQLValue] = [],
    _ read: (borrowing Statement) throws(StoreFailure) -> Value
  ) throws(StoreFailure) -> [Value] {
    var result: [Value] = []
    var unreadable: StoreFailure?
    do throws(SQLiteError) {
      let kept = try statement(sql)
      defer { kept.statement.reset() }
      try kept.statement.bindAll(values)
      while unreadable == nil, try kept.statement.step() {
        do throws(StoreFailure) {
          result.append(try read(kept.statement))
        } catch {
          unreadable = error
        }
      }
    } catch {
      throw StoreFailure(error)
    }
    if let unreadable { throw unreadable }
    return result
  }

  func integer(_ sql: String, _ values: [SQLValue] = []) throws(StoreFailure) -> Int64? {
    try rows(sql, values) { (row) throws(StoreFailure) in row.optionalInteger(0) }.first ?? nil
  }
}

extension StoreFailure {
  /// The loop's view of an error of SQLite.
  init(_ error: SQLiteError) {
    let kind: Kind =
      if error.isFull {
        .full
      } else if error.isCorrupt || error.isNotADatabase {
        .corrupt
      } else if error.isConstraint {
        .conflict
      } else if error.isBusy {
        .busy
      } else {
        .failed
      }
    self.init(kind, error.description)
  }
}
