/// The numbered steps that bring a database file to the newest schema.
///
/// Steps are only ever appended: a released one never changes. Each runs in one immediate
/// transaction together with its number in `user_version`, so that a kill between or inside steps
/// leaves a file that the next start brings on.
public struct Migrations: Sendable {
  /// One step: the SQL that leads to a version.
  public struct Step: Sendable {
    /// The schema's version after this step, counted from 1 without gaps.
    public let version: Int64
    /// One or more statements.
    public let sql: String

    /// The step to a version.
    public init(_ version: Int64, _ sql: String) {
      self.version = version
      self.sql = sql
    }
  }

  private let applicationID: Int64
  private let steps: [Step]

  /// The steps of one kind of file.
  ///
  /// - Parameters:
  ///   - applicationID: What marks the file as ours; positive, 32 bits, not 0.
  ///   - steps: By rising version.
  public init(applicationID: Int32, _ steps: [Step]) {
    self.applicationID = Int64(applicationID)
    self.steps = steps
  }

  /// The newest version that these steps lead to.
  public var newest: Int64 {
    steps.last?.version ?? 0
  }

  /// Checks whose file it is and brings it to the newest schema.
  ///
  /// An empty file is taken as new. A foreign, newer or damaged file is left as it is.
  public func apply(to database: borrowing Database) throws(SchemaError) {
    let path = database.path
    let found = try check(database)
    for step in steps where step.version > found {
      try database.transaction(mapping: { SchemaError(path, $0) }) { () throws(SchemaError) in
        // Asked again under the write lock: another process may have been faster.
        guard try check(database) < step.version else { return }
        try run(step, on: database)
      }
    }
  }

  /// The file's version, if the file is ours (or empty) and not newer than we are.
  public func check(_ database: borrowing Database) throws(SchemaError) -> Int64 {
    let path = database.path
    let owner: Int64
    let version: Int64
    let tables: Int64
    do throws(SQLiteError) {
      owner = try database.integer("PRAGMA application_id") ?? 0
      version = try database.integer("PRAGMA user_version") ?? 0
      tables = try database.integer("SELECT count(*) FROM sqlite_schema") ?? 0
    } catch {
      throw SchemaError(path, error)
    }
    let isNew = owner == 0 && version == 0 && tables == 0
    guard isNew || owner == applicationID else {
      throw .foreign(path: path, applicationID: owner)
    }
    guard version <= newest else {
      throw .newer(path: path, version: version, known: newest)
    }
    return version
  }

  private func run(_ step: Step, on database: borrowing Database) throws(SchemaError) {
    do throws(SQLiteError) {
      try database.execute(step.sql)
      try database.execute(
        "PRAGMA application_id=\(applicationID); PRAGMA user_version=\(step.version)")
    } catch {
      throw SchemaError(database.path, error)
    }
  }
}
