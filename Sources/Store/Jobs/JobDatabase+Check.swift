public import Calendar
public import Engine
import Migration
import SQLite

extension JobDatabase {
  /// The newest schema that this version knows.
  public static var newestSchema: Int64 { JobSchema.migrations.newest }

  /// The file's schema.
  public func schemaVersion() throws(StoreFailure) -> Int64 {
    try integer("PRAGMA user_version") ?? 0
  }

  /// Looks through the whole file for damage, for some seconds at most.
  ///
  /// - Returns: What is wrong, a sentence each; nil if the time was too short.
  public func quickCheck(within seconds: Int) throws(StoreFailure) -> [String]? {
    do throws(SQLiteError) {
      return try database.quickCheck(within: seconds)
    } catch {
      throw StoreFailure(error)
    }
  }

  /// Compares the rows of addresses, jobs and runs with their checksums, page by page.
  ///
  /// - Parameter isOver: Asked after each page; once it says so no more is read.
  /// - Returns: What is damaged, and whether all rows were read.
  public func damagedRows(
    until isOver: () -> Bool
  ) throws(StoreFailure) -> (damage: [String], isWhole: Bool) {
    var damage: [String] = []
    _ = try checked(
      "SELECT \(AddressRow.list) FROM address", [], &damage
    ) { (row) throws(StoreFailure) in
      _ = try AddressRow.address(row)
      return 0
    }
    var last: Int64 = 0
    while true {
      if isOver() { return (damage, false) }
      let ids = try checked(
        "SELECT \(JobRow.list) FROM job WHERE id > ? ORDER BY id LIMIT 500", [.integer(last)],
        &damage
      ) { (row) throws(StoreFailure) in
        last = row.integer(0)
        _ = try JobRow.job(row)
        return last
      }
      if ids == 0 { break }
    }
    var run = (job: Int64(0), number: Int64(0))
    while true {
      if isOver() { return (damage, false) }
      let count = try checked(
        """
        SELECT \(RunRow.list) FROM run WHERE (job, number) > (?, ?) ORDER BY job, number LIMIT 500
        """, [.integer(run.job), .integer(run.number)], &damage
      ) { (row) throws(StoreFailure) in
        run = (row.integer(0), row.integer(1))
        _ = try RunRow.run(row)
        return run.job
      }
      if count == 0 { break }
    }
    return (damage, true)
  }

  /// Reads rows one by one; those that are damaged are noted.
  ///
  /// - Returns: How many there were.
  private func checked(
    _ sql: String, _ values: [SQLValue], _ damage: inout [String],
    _ read: (borrowing Statement) throws(StoreFailure) -> Int64
  ) throws(StoreFailure) -> Int {
    let found = try rows(sql, values) { (row) throws(StoreFailure) -> String? in
      do throws(StoreFailure) {
        _ = try read(row)
        return nil
      } catch {
        guard error.kind == .corrupt else { throw error }
        return error.message
      }
    }
    damage += found.compactMap { $0 }
    return found.count
  }

  /// When the newest change of any run was recorded, by the clock of then; nil if there is none.
  public func newestRecord() throws(StoreFailure) -> Instant? {
    try integer("SELECT max(since_us) FROM job WHERE last_run IS NOT NULL")
      .map { Instant(microseconds: $0) }
  }
}
