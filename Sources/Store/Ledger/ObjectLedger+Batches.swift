public import Calendar
import SQLite

extension ObjectLedger {
  /// Takes the first planned batch.
  ///
  /// - Parameter now: What is recorded as the time of the batch's first claim.
  /// - Returns: Nil if none is planned.
  public func claim(now: Instant) throws(LedgerError) -> Claim? {
    try write { (database) throws(SQLiteError) in
      let row = try database.prepare(
        """
        SELECT id, packed, objects, bytes, retest, claimed_us FROM batch
        WHERE state = 0 AND (SELECT settled FROM meta) = 0 ORDER BY id LIMIT 1
        """)
      guard try row.step() else { return nil }
      let since = row.optionalInteger(5).map { Instant(microseconds: $0) }
      let claim = Claim(
        batch: row.integer(0), packed: row.blob(1), objects: row.integer(2),
        bytes: row.integer(3), retestSince: row.integer(4) != 0 ? since : nil)
      try database.run(
        "UPDATE batch SET state = 1, claimed_us = coalesce(claimed_us, ?) WHERE id = ?",
        .integer(now.microseconds), .integer(claim.batch))
      return claim
    }
  }

  /// Records what became of a claimed batch: it is done.
  public func complete(_ claim: Claim, _ outcome: BatchOutcome) throws(LedgerError) {
    try write { (database) throws(SQLiteError) in
      try Self.record(outcome, of: claim, in: database)
    }
  }

  private static func record(
    _ outcome: BatchOutcome, of claim: Claim, in database: borrowing Database
  ) throws(SQLiteError) {
    for failure in outcome.failures {
      _ = try insert(failure, batch: claim.batch, into: database)
    }
    try database.run(
      """
      UPDATE batch SET state = 2, copied = ?, copied_bytes = ?, skipped = ?, skipped_bytes = ?,
        done = 1 + (SELECT coalesce(max(done), 0) FROM batch WHERE state = 2)
      WHERE id = ? AND state = 1
      """,
      .integer(outcome.copied), .integer(outcome.copiedBytes), .integer(outcome.skipped),
      .integer(outcome.skippedBytes), .integer(claim.batch))
  }

  /// Records what became of a claimed batch's first objects; the others are planned again.
  ///
  /// - Parameters:
  ///   - done: The first objects, packed: what the claimed batch holds from now on.
  ///   - rest: The others; they are tested first only if the claimed batch was to be.
  public func complete(
    _ claim: Claim, _ outcome: BatchOutcome, done: PackedBatch, leaving rest: PackedBatch
  ) throws(LedgerError) {
    try write { (database) throws(SQLiteError) in
      try database.run(
        """
        INSERT INTO batch (retest, claimed_us, objects, bytes, packed)
        SELECT retest, iif(retest, claimed_us, NULL), ?, ?, ? FROM batch WHERE id = ?
        """,
        .integer(rest.objects), .integer(rest.bytes), .blob(rest.packed), .integer(claim.batch))
      try database.run(
        "UPDATE batch SET objects = ?, bytes = ?, packed = ? WHERE id = ? AND state = 1",
        .integer(done.objects), .integer(done.bytes), .blob(done.packed), .integer(claim.batch))
      try Self.record(outcome, of: claim, in: database)
    }
  }

  /// Gives a claimed batch back: it is planned again.
  ///
  /// - Parameter retest: Whether its objects are tested first, not just copied again.
  public func giveBack(_ claim: Claim, retest: Bool = true) throws(LedgerError) {
    try write { (database) throws(SQLiteError) in
      try database.run(
        "UPDATE batch SET state = 0, retest = ? WHERE id = ? AND state = 1",
        .integer(retest ? 1 : 0), .integer(claim.batch))
    }
  }

  /// The next batch, by number, that was claimed and not done: it may have left something behind.
  ///
  /// - Returns: Its number and its objects for `ObjectUnpacker`; nil if there is none.
  public func cutOffBatch(
    after batch: Int64
  ) throws(LedgerError) -> (batch: Int64, packed: [UInt8])? {
    try read { (database) throws(SQLiteError) in
      let row = try database.prepare(
        """
        SELECT id, packed FROM batch
        WHERE state = 0 AND claimed_us IS NOT NULL AND packed IS NOT NULL AND id > ?
        ORDER BY id LIMIT 1
        """)
      try row.bind(1, batch)
      return try row.step() ? (row.integer(0), row.blob(1)) : nil
    }
  }

  /// The number of the batch that was done last: what a sync that begins now will cover.
  ///
  /// - Returns: Nil if no batch is done and not durable.
  public func lastDone() throws(LedgerError) -> Int64? {
    try read { (database) throws(SQLiteError) in
      try database.integer("SELECT max(done) FROM batch WHERE state = 2")
    }
  }

  /// Records that the batches up to a number of `lastDone()` are on the disk; their keys go, unless
  /// they are kept for a retry's end.
  public func markDurable(upTo done: Int64) throws(LedgerError) {
    try write { (database) throws(SQLiteError) in
      try database.run(
        """
        UPDATE batch SET state = 3, packed = iif(?, packed, NULL), done = NULL
        WHERE state = 2 AND done <= ?
        """,
        .integer(keepsKeys ? 1 : 0), .integer(done))
    }
  }

  /// Takes up a run again, after a pause, a crash or a reboot.
  ///
  /// A claimed batch is planned again and its objects are tested first. If the machine was booted
  /// since, what was not durable is distrusted.
  ///
  /// - Parameter boot: Identifies the machine's present boot.
  public func reopen(boot: String) throws(LedgerError) {
    try write { (database) throws(SQLiteError) in
      try database.execute("UPDATE batch SET state = 0, retest = 1 WHERE state = 1")
      let before = try database.text("SELECT boot FROM meta")
      if before != boot && before != "" { try Self.distrust(in: database) }
      try database.run("UPDATE meta SET boot = ?", .text(boot))
    }
  }

  /// Keeps the folders that the run begins with, and compares those that it goes on with.
  ///
  /// Inode numbers outlive a reboot and a new mount, where device numbers may not.
  ///
  /// - Returns: For each root whether it is still the same folder.
  public func keepRoots(
    source: UInt64, destination: UInt64
  ) throws(LedgerError) -> (source: Bool, destination: Bool) {
    let values = [source, destination].map { SQLValue.integer(Int64(bitPattern: $0)) }
    return try write { (database) throws(SQLiteError) in
      try database.run(
        """
        UPDATE meta SET source_root = coalesce(source_root, ?),
          destination_root = coalesce(destination_root, ?)
        """, values[0], values[1])
      return (
        try database.integer("SELECT source_root = ? FROM meta", values[0]) == 1,
        try database.integer("SELECT destination_root = ? FROM meta", values[1]) == 1
      )
    }
  }

  /// Plans again what was done and is not durable: a sync has failed, or the machine went down.
  ///
  /// Its counts and failures are taken back, and it is copied again without a test: a file that
  /// has its size and time may hold zeros all the same, because a file system may write the one
  /// before the other. All folders are looked at again too. A sealed run stays as it is.
  public func distrust() throws(LedgerError) {
    try write { (database) throws(SQLiteError) in try Self.distrust(in: database) }
  }

  private static func distrust(in database: borrowing Database) throws(SQLiteError) {
    try database.execute(
      """
      DELETE FROM failure WHERE batch IN (SELECT id FROM batch WHERE state = 2);
      UPDATE batch SET state = 0, done = NULL, copied = 0, copied_bytes = 0, skipped = 0,
        skipped_bytes = 0 WHERE state = 2;
      UPDATE batch SET retest = 0 WHERE state < 2;
      DELETE FROM failure WHERE batch = -1 AND (SELECT sealed FROM meta) = 0;
      UPDATE folder SET state = 0 WHERE (SELECT sealed FROM meta) = 0;
      """)
  }

  /// Records that all is done and synced; on the disk itself when this returns.
  ///
  /// From here on neither a reboot nor a power loss takes anything back.
  public func seal() throws(LedgerError) {
    try read { (database) throws(SQLiteError) in
      // This one commit must not get lost: it takes all earlier ones to the disk with it.
      try database.execute("PRAGMA synchronous=FULL")
      try database.execute("UPDATE meta SET sealed = 1")
      try database.execute("PRAGMA synchronous=NORMAL")
    }
  }

  /// Whether `seal` was called.
  public func isSealed() throws(LedgerError) -> Bool {
    try read { (database) throws(SQLiteError) in
      try database.integer("SELECT sealed FROM meta") == 1
    }
  }
}
