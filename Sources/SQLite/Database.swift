import CSQLite

/// One connection to one SQLite file, closed when it goes out of scope.
///
/// A connection is used by one thread at a time, or one thread's statements would run in another
/// one's transaction: keep it in a `Mutex`, or in the state of a class that serializes its callers,
/// and lend it from there.
///
/// Source: <https://www.sqlite.org/c3ref/intro.html>
public struct Database: ~Copyable, @unchecked Sendable {
  // @unchecked: the only pointer is the connection, which is opened with SQLITE_OPEN_FULLMUTEX, so
  // that SQLite serializes each call itself; nothing in it belongs to a thread.

  /// How a file is opened.
  public enum OpenMode: Sendable {
    /// For reading and writing; the file is made if it is absent.
    case create
    /// For reading and writing; an absent file is an error.
    case existing
    /// For reading only; an absent file is an error.
    case readOnly
  }

  /// How far a commit goes before it returns.
  public enum Synchronous: String, Sendable {
    /// Each commit is on the disk.
    case full = "FULL"
    /// A power loss may take the last commits away, never half of one.
    case normal = "NORMAL"
  }

  /// How long a statement waits for another connection's lock, in milliseconds.
  public static let usualPatience: Int32 = 5_000

  /// For this module's extensions only.
  let handle: OpaquePointer
  /// The file's path, as it was opened.
  public let path: String

  /// Whether SQLite keeps figures of its memory; asked for before the first file is opened.
  ///
  /// Another library that was there before keeps its own: that costs time only.
  private static let countsMemory = ferry_count_no_memory() != SQLITE_OK

  /// Opens a file.
  ///
  /// SQLite looks into the file at the first statement only, so a damaged or foreign file shows
  /// there.
  public init(_ path: String, _ mode: OpenMode = .create) throws(SQLiteError) {
    let flags =
      switch mode {
      case .create: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
      case .existing: SQLITE_OPEN_READWRITE
      case .readOnly: SQLITE_OPEN_READONLY
      }
    _ = Self.countsMemory
    var opened: OpaquePointer?
    let common = SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_FULLMUTEX
    let code = sqlite3_open_v2(path, &opened, flags | common, nil)
    guard code == SQLITE_OK, let connection = opened else {
      let error = SQLiteError.last(of: opened)
      sqlite3_close_v2(opened)
      throw SQLiteError(
        extendedCode: error.extendedCode, message: "\(error.message): \(path)",
        systemError: error.systemError)
    }
    handle = connection
    self.path = path
    sqlite3_busy_timeout(handle, Self.usualPatience)
  }

  deinit {
    // With statements still alive, the last of them closes the connection.
    sqlite3_close_v2(handle)
  }

  /// Rows that the last INSERT, UPDATE or DELETE changed.
  public var changes: Int64 {
    sqlite3_changes64(handle)
  }

  /// Runs one or more statements without parameters; rows are passed over.
  public func execute(_ sql: String) throws(SQLiteError) {
    guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else {
      throw SQLiteError.last(of: handle, sql: sql)
    }
  }

  /// Compiles one statement.
  ///
  /// - Parameters:
  ///   - sql: One statement; what follows it is an error.
  ///   - persistent: True for a statement that is kept and run often.
  /// - Returns: The statement, ready to be bound and stepped.
  public func prepare(
    _ sql: String, persistent: Bool = false
  ) throws(SQLiteError) -> Statement {
    var compiled: OpaquePointer?
    var text = sql
    let flags = persistent ? UInt32(SQLITE_PREPARE_PERSISTENT) : 0
    var consumed = 0
    let code = text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { characters in
        var tail: UnsafePointer<CChar>?
        let code = sqlite3_prepare_v3(
          handle, characters.baseAddress, Int32(clamping: characters.count), flags, &compiled,
          &tail)
        if let tail, let start = characters.baseAddress { consumed = tail - start }
        return code
      }
    }
    guard code == SQLITE_OK else { throw SQLiteError.last(of: handle, sql: sql) }
    let rest = sql.utf8.dropFirst(consumed).allSatisfy { " \t\r\n;".utf8.contains($0) }
    guard let compiled, rest else {
      sqlite3_finalize(compiled)
      throw SQLiteError(
        extendedCode: SQLITE_MISUSE, message: "not exactly one statement", sql: sql)
    }
    return Statement(handle: compiled, sql: sql)
  }

  /// Runs one statement with values for its parameters, from the first on.
  public func run(_ sql: String, _ values: SQLValue...) throws(SQLiteError) {
    try prepare(sql).run(values)
  }

  /// The first column of the first row of a query as an integer, nil if it has no row or is NULL.
  public func integer(_ sql: String, _ values: SQLValue...) throws(SQLiteError) -> Int64? {
    let statement = try prepare(sql)
    try statement.bindAll(values)
    return try statement.step() ? statement.optionalInteger(0) : nil
  }

  /// The first column of the first row of a query as text, nil if it has no row or is NULL.
  public func text(_ sql: String, _ values: SQLValue...) throws(SQLiteError) -> String? {
    let statement = try prepare(sql)
    try statement.bindAll(values)
    return try statement.step() ? statement.optionalText(0) : nil
  }

  /// Sets what every database of this service has in common: WAL and the strict settings.
  public func configure(synchronous: Synchronous) throws(SQLiteError) {
    let mode = try text("PRAGMA journal_mode=WAL")
    guard mode == "wal" else {
      throw SQLiteError(
        extendedCode: SQLITE_CANTOPEN,
        message: "the file system of \(path) cannot hold a write-ahead log",
        sql: "PRAGMA journal_mode=WAL")
    }
    try execute(
      """
      PRAGMA synchronous=\(synchronous.rawValue);
      PRAGMA busy_timeout=5000;
      PRAGMA foreign_keys=ON;
      PRAGMA trusted_schema=OFF;
      PRAGMA cell_size_check=ON;
      """)
  }

  /// Looks through the whole file for damage, without comparing indexes with their tables.
  ///
  /// - Returns: What is wrong, a sentence each, at most a hundred; empty if all is well.
  public func quickCheck() throws(SQLiteError) -> [String] {
    let statement = try prepare("PRAGMA quick_check")
    var problems: [String] = []
    while try statement.step() {
      problems.append(statement.text(0))
    }
    return problems == ["ok"] ? [] : problems
  }

  /// Whether no transaction is open.
  public var isAutocommit: Bool {
    sqlite3_get_autocommit(handle) != 0
  }

  /// Rows that all INSERT, UPDATE and DELETE of this connection have changed.
  public var totalChanges: Int64 {
    sqlite3_total_changes64(handle)
  }

  /// Sets how long a statement waits for another connection's lock, in milliseconds.
  public func setPatience(milliseconds: Int32) {
    sqlite3_busy_timeout(handle, milliseconds)
  }
}
