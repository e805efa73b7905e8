import Migration
import SQLite

extension ObjectLedger {
  /// Writes into the root run's ledger what became of this run's objects, and on the disk.
  ///
  /// What was moved for good has recovered; what failed again has its newest reason there, and what
  /// only this run has found is added. It is done in many small transactions, so that nobody else
  /// waits long, and each keeps how far it has come: cut off and repeated, it goes on there, and
  /// once it has come to the end a repetition changes nothing. A run that had not done all may have
  /// gone on since: its outcome is written anew.
  ///
  /// - Parameter root: The ledger of the family's root run.
  /// - Throws: `LedgerError` with `isAbsent` if that one is gone.
  public func writeBack(to root: LedgerPlace) throws(LedgerError) {
    let target = try ObjectLedger(existing: root)
    var reached = try target.reached(of: place, isSealed: try isSealed())
    while let page = try outcome(after: reached) {
      try target.take(page, of: place)
      reached = page.next
    }
    // Before this run's keys go: a power loss must not take away what they have told.
    try target.makeDurable()
  }

  /// Where the write-back of a retry goes on.
  private func reached(
    of retry: LedgerPlace, isSealed: Bool
  ) throws(LedgerError) -> WriteBackPage.Place {
    try read { (database) throws(SQLiteError) in
      let row = try database.prepare(
        "SELECT sealed, again, step, batch, key FROM retry WHERE job = ? AND run = ?")
      try row.bindAll([.text(retry.job), .integer(retry.run)])
      guard try row.step() else { return WriteBackPage.Place(isSealed: isSealed, isAgain: false) }
      let step = WriteBackPage.Step(rawValue: row.integer(2)) ?? .done
      guard (row.integer(0) != 0) == isSealed, isSealed || step != .done else {
        return WriteBackPage.Place(isSealed: isSealed, isAgain: true)
      }
      return WriteBackPage.Place(
        isSealed: isSealed, isAgain: row.integer(1) != 0, step: step, batch: row.integer(3),
        key: row.blob(4))
    }
  }

  private func take(_ page: WriteBackPage, of retry: LedgerPlace) throws(LedgerError) {
    try write { (database) throws(SQLiteError) in
      try Self.recover(page.recovered, in: database)
      try Self.fail(page.failed, page.next, in: database)
      try database.run(
        """
        INSERT INTO retry (job, run, sealed, again, step, batch, key) VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET sealed = excluded.sealed, again = excluded.again,
          step = excluded.step, batch = excluded.batch, key = excluded.key
        """,
        .text(retry.job), .integer(retry.run), .integer(page.next.isSealed ? 1 : 0),
        .integer(page.next.isAgain ? 1 : 0), .integer(page.next.step.rawValue),
        .integer(page.next.batch), .blob(page.next.key))
    }
  }

  /// A key that is no failure of the family's is passed over: it was found in a folder that could
  /// not be listed before.
  private static func recover(
    _ objects: [(key: [UInt8], facts: ObjectFacts)], in database: borrowing Database
  ) throws(SQLiteError) {
    let row = try database.prepare(
      """
      UPDATE failure SET recovered = 1, kind = ?2, size = ?3, modified_ns = ?4 WHERE key = ?1
      """)
    for (key, facts) in objects {
      try row.run(
        .blob(key), .integer(Int64(facts.kind.rawValue)), .integer(facts.size),
        .integer(facts.modified))
    }
  }

  private static func fail(
    _ objects: [ListedFailure], _ place: WriteBackPage.Place, in database: borrowing Database
  ) throws(SQLiteError) {
    // A retry that was ended early may not have come to what an unlisted folder holds.
    let row = try database.prepare(
      """
      INSERT INTO failure
        (key, batch, kind, size, modified_ns, code, text, attempts, unlisted)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
      ON CONFLICT DO UPDATE SET kind = ?3, size = ?4, modified_ns = ?5, code = ?6, text = ?7,
        attempts = attempts + iif(?11, 0, ?8), unlisted = iif(?10, ?9, max(unlisted, ?9)), recovered = 0
      """)
    for object in objects {
      let failure = object.failure
      try row.run(
        .blob(failure.key.bytes), .integer(foundByRetry),
        .integer(Int64(failure.kind.rawValue)), .integer(failure.size),
        .integer(failure.modified), .text(failure.code.rawValue), .text(failure.text),
        .integer(Int64(failure.attempts)), .integer(object.isUnlisted ? 1 : 0),
        .integer(place.isSealed ? 1 : 0), .integer(place.isAgain ? 1 : 0))
    }
  }

  /// Takes all commits to the disk.
  private func makeDurable() throws(LedgerError) {
    try read { (database) throws(SQLiteError) in
      try database.execute("PRAGMA synchronous=FULL")
      // A commit that changes nothing writes nothing, and so syncs nothing.
      try database.execute("UPDATE meta SET settled = settled")
      try database.execute("PRAGMA synchronous=NORMAL")
    }
  }
}
