import Calendar
public import Engine
import Migration
import SQLite

extension JobDatabase {
  /// Writes all changes or none; durable when it returns, or when `together` does.
  public func commit(_ changes: [StoreChange]) throws(StoreFailure) {
    do throws(SQLiteError) {
      guard !isTogether else {
        try commitApart(changes)
        hasGathered = hasGathered || !changes.isEmpty
        return
      }
      try database.transaction { () throws(SQLiteError) in
        for change in changes { try write(change) }
      }
    } catch {
      throw refused(StoreFailure(error))
    }
    taken(!changes.isEmpty)
  }

  /// Makes one transaction of all that `body` commits: one sync instead of many.
  ///
  /// A commit inside that fails is undone alone, so that `body` may go on without it. What `body`
  /// throws undoes all.
  ///
  /// Source: <https://www.sqlite.org/lang_savepoint.html>
  public func together(
    _ body: () throws(StoreFailure) -> Void
  ) throws(StoreFailure) {
    guard !isTogether else { return try body() }
    (isTogether, hasGathered) = (true, false)
    defer { isTogether = false }
    do throws(StoreFailure) {
      try database.transaction(mapping: { StoreFailure($0) }, body)
    } catch {
      throw refused(error)
    }
    taken(hasGathered)
  }

  private func commitApart(_ changes: [StoreChange]) throws(SQLiteError) {
    try perform("SAVEPOINT apart")
    do throws(SQLiteError) {
      for change in changes { try write(change) }
    } catch {
      undoApart()
      throw error
    }
    try perform("RELEASE apart")
  }

  private func undoApart() {
    do throws(SQLiteError) {
      try perform("ROLLBACK TO apart")
      try perform("RELEASE apart")
    } catch {
      // After some errors, such as a full disk, SQLite has undone the whole transaction by itself.
      // The first error is the one to tell; `together` finds its transaction gone.
      return
    }
  }

  private func write(_ change: StoreChange) throws(SQLiteError) {
    switch change {
    case .addAddress(let address):
      try perform(AddressRow.insert, AddressRow.values(address))
    case .updateAddress(let address):
      try perform(AddressRow.update, AddressRow.values(address))
    case .removeAddress(let name):
      try perform("DELETE FROM address WHERE name = ?", .text(name.text))
    case .addJob(let new):
      try add(new)
      try raiseClock(new.created)
    case .job(let change):
      try write(change)
      try raiseClock(change.at)
    case .remainder(let job, let run, let left): try update(job, run) { $0.remainder = left }
    case .dropRetries(let root): try dropRetries(ofRoot: root)
    case .prune(let job, let runs): try prune(runs, of: job)
    case .due(let job, let kind, let at): try setDue(job, kind, at)
    case .zone(let name, let generation): try setZone(name, generation)
    case .clock(let now): try setClock(now)
    }
  }

  private func add(_ new: NewJob) throws(SQLiteError) {
    // AUTOINCREMENT's own counter: the number has to be known before the row's checksum.
    let id =
      try first(
        "SELECT max(coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'job'), 0)) + 1", []
      ) { $0.integer(0) } ?? 1
    let job = Job(
      id: JobID(rawValue: id), version: new.version, definition: new.definition,
      origin: new.origin, lineage: new.lineage, stateSince: new.created, watermark: new.created,
      created: new.created,
      modified: new.created)
    guard new.state != .begin else {
      try perform(JobRow.replace, JobRow.values(job))
      for (kind, at) in new.due { try setDue(job.id, kind, at) }
      return
    }
    var opened = JobChange(job: job, records: new.records, due: new.due, at: new.created)
    opened.job.state = new.state
    opened.job.lastRun = new.state.run
    try write(opened)
  }

  private func write(_ change: JobChange) throws(SQLiteError) {
    var job = change.job
    guard !change.records.contains(.remove) else {
      return try perform("DELETE FROM job WHERE id = ?", .integer(job.id.rawValue))
    }
    if job.state.status != .launching {
      job.turn = nil
    } else if job.turn == nil {
      job.turn = try nextTurn()
    }
    try perform(JobRow.replace, JobRow.values(job))
    if let cut = change.cut { try write(cut, of: job.id) }
    for record in change.records { try write(record, of: job.id, change) }
    // In their order: what comes between two stretches keeps them apart.
    for stretch in change.skipped.sorted(by: { $0.first < $1.first }) {
      try skip(stretch, of: job.id)
    }
    if let first = change.toldStretch { try tell(first, of: job.id) }
    for (kind, at) in change.due { try setDue(job.id, kind, at) }
  }

  /// The turn of a job that begins to wait: after all that wait already.
  private func nextTurn() throws(SQLiteError) -> Int64 {
    let last = try first(
      """
      SELECT turn FROM job WHERE \(Self.isUnsettled) AND status = 'IMPORT_JOB_LAUNCHING'
      ORDER BY turn DESC LIMIT 1
      """, []
    ) { $0.integer(0) }
    return (last ?? 0) + 1
  }

  private func write(
    _ record: Effect.Record, of job: JobID, _ change: JobChange
  ) throws(SQLiteError) {
    switch record {
    case .openRun(let run, let trigger, let slot, let input):
      let what = change.job.definition
      let row = Run(
        job: job, number: run, trigger: trigger, slot: slot, input: input,
        source: try place(what.source), destination: try place(what.destination), opened: change.at)
      try perform(RunRow.insert, RunRow.values(row))
    case .status(let run, let status, let cause, let message):
      try commitStatus(job, run, status, cause, message, change)
    case .endRun(let run, let settlement):
      try endRun(job, run, settlement.counts, settlement.remainder, at: change.at)
      for above in settlement.ancestors {
        try update(above.job, above.run) { $0.remainder = above.remainder }
      }
    // The mover tells no figures of a run that broke: those of its last look have to do.
    case .breakRun(let run): try endRun(job, run, change.counts, nil, at: change.at)
    case .slot(let slot, let outcome): try settle(slot, outcome, of: job)
    case .queue(let slot, let trigger): try queue(slot, trigger, of: job)
    case .unqueue(let slot): try unqueue(slot, of: job)
    case .spend, .planRetry, .remove: break  // the job's own row says it
    }
  }

  /// Where an address is now; empty if it is gone, which the run itself will find out.
  private func place(_ address: Name) throws(SQLiteError) -> String {
    let sql = "SELECT \(AddressRow.list) FROM address WHERE name = ?"
    let place = try first(sql, [.text(address.text)]) { row in
      try? AddressRow.address(row).location.text
    }
    return (place ?? nil) ?? ""
  }

  private func endRun(
    _ job: JobID, _ run: RunNumber, _ counts: RunCounts?, _ remainder: Remainder?,
    at now: Instant
  ) throws(SQLiteError) {
    try update(job, run) { row in
      row.ended = now
      if let counts { row.counts = counts }
      row.remainder = remainder
    }
  }

  /// Changes a run's row; one that is gone stays so.
  private func update(
    _ job: JobID, _ run: RunNumber, _ body: (inout Run) -> Void
  ) throws(SQLiteError) {
    let found = try first(
      "SELECT \(RunRow.list) FROM run WHERE job = ? AND number = ?",
      [.integer(job.rawValue), .integer(run.rawValue)]
    ) { RunRow.unchecked($0) }
    guard var row = found else { return }
    body(&row)
    try perform(RunRow.replace, RunRow.values(row))
  }

  /// One row per status change; the row before it ends here.
  private func commitStatus(
    _ job: JobID, _ run: RunNumber, _ status: JobStatus, _ cause: Effect.Operator,
    _ message: String, _ change: JobChange
  ) throws(SQLiteError) {
    let now = SQLValue.integer(change.at.microseconds)
    // The figures are those of the run that has just ended, not of one that opens with it.
    let isOpened = change.records.contains {
      if case .openRun(run, _, _, _) = $0 { true } else { false }
    }
    let counts = RunRow.counts(isOpened ? nil : change.counts)
    // Only the newest can be open; looking for it by its end would read the job's whole history.
    try perform(
      """
      UPDATE commits SET ended_us = ?1 WHERE job = ?2
        AND number = (SELECT max(number) FROM commits WHERE job = ?2)
      """,
      now, .integer(job.rawValue))
    let values: [SQLValue] = [
      .integer(job.rawValue), .integer(run.rawValue), .text(status.rawValue),
      .text(cause.rawValue), .text(message), now,
    ]
    try perform(
      """
      INSERT INTO commits(job, number, run, status, operator, message, started_us,
        total, total_bytes, copied, copied_bytes, skipped, skipped_bytes, failed, listed)
      VALUES (?1, (SELECT coalesce(max(number), 0) + 1 FROM commits WHERE job = ?1),
        ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
      """,
      values + counts)
  }

  func setDue(
    _ job: JobID, _ kind: DueEvent.Kind, _ at: Instant?
  ) throws(SQLiteError) {
    guard let at else {
      return try perform(
        "DELETE FROM due WHERE job = ? AND kind = ?", .integer(job.rawValue), .text(kind.rawValue))
    }
    try perform(
      """
      INSERT INTO due VALUES (?, ?, ?)
      ON CONFLICT(job, kind) DO UPDATE SET at_us = excluded.at_us
      """,
      .integer(job.rawValue), .text(kind.rawValue), .integer(at.microseconds))
  }
}
