public import Migration
import SQLite

extension ObjectLedger {
  /// How far the listing has come.
  public struct Position: Hashable, Sendable {
    /// The last key that the plan covers, nil before the first.
    public var cursor: ObjectKey?
    /// Whether the source has been listed to its end.
    public var isListed: Bool
    /// Batches that nobody has claimed.
    public var planned: Int
  }

  /// How far the listing has come: a resumed one goes on after the cursor.
  public func position() throws(LedgerError) -> Position {
    try read { (database) throws(SQLiteError) in
      let row = try database.prepare(
        "SELECT cursor, listed, (SELECT count(*) FROM batch WHERE state = 0) FROM meta")
      guard try row.step() else { return Position(cursor: nil, isListed: false, planned: 0) }
      return Position(
        cursor: row.optionalBlob(0).map { ObjectKey($0) }, isListed: row.integer(1) != 0,
        planned: Int(row.integer(2)))
    }
  }

  /// Adds to the plan, in one transaction with the cursor that says so.
  public func plan(_ plan: LedgerPlan) throws(LedgerError) {
    try write { (database) throws(SQLiteError) in
      var total = plan.skipped
      var bytes = plan.skippedBytes
      let batch = try database.prepare(
        "INSERT INTO batch (objects, bytes, packed) VALUES (?, ?, ?)")
      for each in plan.batches {
        try batch.run(.integer(each.objects), .integer(each.bytes), .blob(each.packed))
        total += each.objects
        bytes.addSaturating(each.bytes)
      }
      let folder = try database.prepare(
        """
        INSERT INTO folder (key, mode, modified_ns, counted) VALUES (?, ?, ?, ?)
        ON CONFLICT DO NOTHING
        """)
      for each in plan.folders {
        try folder.run(
          .blob(each.key.bytes), .integer(Int64(each.mode)), .integer(each.modified),
          .integer(each.isCounted ? 1 : 0))
        if each.isCounted { total += database.changes }
      }
      for each in plan.failures {
        if try Self.insert(each, batch: 0, into: database) { total += 1 }
        bytes.addSaturating(each.size)
      }
      try database.run(
        """
        UPDATE meta SET total = total + ?1,
          total_bytes = total_bytes + min(?2, 9223372036854775807 - total_bytes),
          skipped = skipped + ?3,
          skipped_bytes = skipped_bytes + min(?4, 9223372036854775807 - skipped_bytes),
          cursor = coalesce(?5, cursor), listed = max(listed, ?6)
        """,
        .integer(total), .integer(bytes), .integer(plan.skipped), .integer(plan.skippedBytes),
        .blob(plan.cursor?.bytes), .integer(plan.isListed ? 1 : 0))
    }
  }

  /// Adds a failure; the first one of a key stands.
  ///
  /// - Returns: Whether it is a new one.
  static func insert(
    _ failure: ObjectFailure, batch: Int64, into database: borrowing Database
  ) throws(SQLiteError) -> Bool {
    try database.run(
      """
      INSERT INTO failure (key, batch, kind, size, modified_ns, code, text, attempts)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
      """,
      .blob(failure.key.bytes), .integer(batch), .integer(Int64(failure.kind.rawValue)),
      .integer(failure.size), .integer(failure.modified), .text(failure.code.rawValue),
      .text(failure.text), .integer(Int64(failure.attempts)))
    return database.changes > 0
  }
}
