import Migration
import SQLite

/// What a retry tells of its objects when it has ended, part by part.
extension ObjectLedger {
  private static let pageSize: Int64 = 1_000

  /// The part of the run's outcome that follows.
  ///
  /// - Parameter place: How far the parts before it go.
  /// - Returns: Nil after the last one.
  func outcome(after place: WriteBackPage.Place) throws(LedgerError) -> WriteBackPage? {
    switch place.step {
    case .recoveries:
      try recovered(
        """
        SELECT key, kind, size, modified_ns FROM recovery
        WHERE key > ? AND if_sealed <= ? ORDER BY key LIMIT ?
        """, after: place, .integer(place.isSealed ? 1 : 0))
    case .batches: try batch(after: place)
    case .folders:
      // A folder stands for all that it holds, too: it counts if the run has done all.
      try recovered(
        """
        SELECT key, 1, 0, modified_ns FROM folder
        WHERE key > ? AND counted = 1 AND state = ? ORDER BY key LIMIT ?
        """, after: place, .integer(place.isSealed ? 1 : -1))
    case .failures: try failures(after: place)
    case .done: nil
    }
  }

  private func recovered(
    _ sql: String, after place: WriteBackPage.Place, _ value: SQLValue
  ) throws(LedgerError) -> WriteBackPage {
    try read { (database) throws(SQLiteError) in
      let row = try database.prepare(sql)
      try row.bindAll([.blob(place.key), value, .integer(Self.pageSize)])
      var page = WriteBackPage(next: place)
      while try row.step() {
        let facts = ObjectFacts(
          kind: ObjectKind(rawValue: UInt8(truncatingIfNeeded: row.integer(1))) ?? .file,
          size: row.integer(2), modified: row.integer(3), mode: 0)
        page.recovered.append((row.blob(0), facts))
      }
      if let last = page.recovered.last {
        page.next.key = last.key
      } else {
        page.next = place.nextStep
      }
      return page
    }
  }

  /// The objects of the next batch that have not failed; only what is on the disk is moved for good.
  private func batch(after place: WriteBackPage.Place) throws(LedgerError) -> WriteBackPage {
    let found: (number: Int64, packed: [UInt8], failed: Set<[UInt8]>)? =
      try read { (database) throws(SQLiteError) in
        let row = try database.prepare(
          """
          SELECT id, packed FROM batch WHERE state = 3 AND packed IS NOT NULL AND id > ?
          ORDER BY id LIMIT 1
          """)
        try row.bind(1, place.batch)
        guard try row.step() else { return nil }
        let failure = try database.prepare("SELECT key FROM failure WHERE batch = ?")
        try failure.bind(1, row.integer(0))
        var failed: Set<[UInt8]> = []
        while try failure.step() { failed.insert(failure.blob(0)) }
        return (row.integer(0), row.blob(1), failed)
      }
    guard let found else { return WriteBackPage(next: place.nextStep) }
    var page = WriteBackPage(next: place)
    page.next.batch = found.number
    var objects = try ObjectUnpacker(found.packed)
    while try objects.next() {
      if found.failed.contains(objects.key) { continue }
      page.recovered.append((Array(objects.key), objects.facts))
    }
    return page
  }

  private func failures(after place: WriteBackPage.Place) throws(LedgerError) -> WriteBackPage {
    try read { (database) throws(SQLiteError) in
      let row = try database.prepare(
        """
        SELECT \(ObjectFailure.columns), unlisted FROM failure WHERE key > ? ORDER BY key LIMIT ?
        """)
      try row.bindAll([.blob(place.key), .integer(Self.pageSize)])
      var page = WriteBackPage(next: place)
      while try row.step() {
        page.failed.append(
          ListedFailure(failure: ObjectFailure(row), isUnlisted: row.integer(7) != 0))
      }
      if let last = page.failed.last {
        page.next.key = last.failure.key.bytes
      } else {
        page.next = place.nextStep
      }
      return page
    }
  }
}
