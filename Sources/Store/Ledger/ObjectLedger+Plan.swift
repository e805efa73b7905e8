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
        bytes = bytes.addingClamped(each.bytes)
      }
      let folder = try database.prepare(
        """
        INSERT INTO folder (key, mode, modified_ns, counted) VALUES (?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET mode = excluded.mode, modified_ns = excluded.modified_ns,
          counted = 1 WHERE counted < excluded.counted
        """)
      for each in plan.folders {
        try folder.run(
          .blob(each.key.bytes), .integer(Int64(each.mode)), .integer(each.modified),
          .integer(each.isCounted ? 1 : 0))
        if each.isCounted { total += database.changes }
      }
      try Self.add(plan.recoveries, to: database)
      try Self.add(plan.urls, to: database)
      for each in plan.failures {
        // What fails while it is listed is not gone into.
        let isUnlisted = plan.listsFolders && each.kind == .folder
        if try Self.insert(each, batch: 0, unlisted: isUnlisted, into: database) { total += 1 }
        bytes = bytes.addingClamped(each.size)
      }
      // Added here and not in SQL, whose sums turn into floating point when they overflow.
      let before = try database.integer("SELECT total_bytes FROM meta") ?? 0
      let skipped = try database.integer("SELECT skipped_bytes FROM meta") ?? 0
      try database.run(
        """
        UPDATE meta SET total = total + ?1, total_bytes = ?2, skipped = skipped + ?3,
          skipped_bytes = ?4, cursor = coalesce(?5, cursor), listed = max(listed, ?6)
        """,
        .integer(total), .integer(before.addingClamped(bytes)), .integer(plan.skipped),
        .integer(skipped.addingClamped(plan.skippedBytes)), .blob(plan.cursor?.bytes),
        .integer(plan.isListed ? 1 : 0))
    }
  }

  private static func add(
    _ recoveries: [Recovery], to database: borrowing Database
  ) throws(SQLiteError) {
    guard !recoveries.isEmpty else { return }
    let row = try database.prepare(
      """
      INSERT INTO recovery (key, kind, size, modified_ns, if_sealed) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT DO NOTHING
      """)
    for each in recoveries {
      try row.run(
        .blob(each.key.bytes), .integer(Int64(each.facts.kind.rawValue)),
        .integer(each.facts.size), .integer(each.facts.modified),
        .integer(each.countsIfSealed ? 1 : 0))
    }
  }

  private static func add(
    _ urls: [(key: ObjectKey, url: [UInt8])], to database: borrowing Database
  ) throws(SQLiteError) {
    guard !urls.isEmpty else { return }
    let row = try database.prepare("INSERT OR REPLACE INTO url (key, url) VALUES (?, ?)")
    for each in urls { try row.run(.blob(each.key.bytes), .blob(each.url)) }
  }

  /// The URL that an object is got by; nil if none was told.
  public func url(of key: ObjectKey) throws(LedgerError) -> [UInt8]? {
    try read { (database) throws(SQLiteError) in
      let row = try database.prepare("SELECT url FROM url WHERE key = ?")
      try row.bind(1, key.bytes)
      return try row.step() ? row.blob(0) : nil
    }
  }

  /// Whether a retry has found a folder in the place of this object, which is no folder's key.
  public func isReplaced(_ key: ObjectKey) throws(LedgerError) -> Bool {
    try read { (database) throws(SQLiteError) in
      try database.integer(
        "SELECT if_sealed FROM recovery WHERE key = ?", .blob(key.bytes)) == 1
    }
  }

  /// Adds a failure; the first one of a key stands.
  ///
  /// - Returns: Whether it is a new one.
  static func insert(
    _ failure: ObjectFailure, batch: Int64, unlisted: Bool = false,
    into database: borrowing Database
  ) throws(SQLiteError) -> Bool {
    try database.run(
      """
      INSERT INTO failure (key, batch, kind, size, modified_ns, code, text, attempts, unlisted)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
      """,
      .blob(failure.key.bytes), .integer(batch), .integer(Int64(failure.kind.rawValue)),
      .integer(failure.size), .integer(failure.modified), .text(failure.code.rawValue),
      .text(failure.text), .integer(Int64(failure.attempts)),
      .integer(unlisted ? 1 : 0))
    return database.changes > 0
  }
}
