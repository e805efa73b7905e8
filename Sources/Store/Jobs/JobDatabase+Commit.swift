import Calendar
public import Engine
import Migration
import SQLite

extension JobDatabase {
  /// Writes all changes or none; durable when it returns.
  public func commit(_ changes: [StoreChange]) throws(StoreFailure) {
    do throws(SQLiteError) {
      try database.transaction { () throws(SQLiteError) in
        for change in changes { try write(change) }
      }
    } catch {
      throw StoreFailure(error)
    }
  }

  private func write(_ change: StoreChange) throws(SQLiteError) {
    switch change {
    case .addAddress(let address):
      try database.prepare(AddressRow.insert).run(AddressRow.values(address))
    case .updateAddress(let address):
      try database.prepare(AddressRow.update).run(AddressRow.values(address))
    case .removeAddress(let name):
      try database.run("DELETE FROM address WHERE name = ?", .text(name.text))
    case .addJob(let new): try add(new)
    case .job(let change): try write(change)
    case .due(let job, let kind, let at): try setDue(job, kind, at)
    }
  }

  private func add(_ new: NewJob) throws(SQLiteError) {
    // AUTOINCREMENT's own counter: the number has to be known before the row's checksum.
    let id =
      try database.integer(
        "SELECT max(coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'job'), 0)) + 1") ?? 1
    let job = Job(
      id: JobID(rawValue: id), version: new.version, definition: new.definition,
      origin: new.origin, stateSince: new.created, watermark: new.created, created: new.created,
      modified: new.created)
    try database.prepare(JobRow.replace).run(JobRow.values(job))
    for (kind, at) in new.due { try setDue(job.id, kind, at) }
  }

  private func write(_ change: JobChange) throws(SQLiteError) {
    let job = change.job
    guard !change.records.contains(.remove) else {
      return try database.run("DELETE FROM job WHERE id = ?", .integer(job.id.rawValue))
    }
    try database.prepare(JobRow.replace).run(JobRow.values(job))
    for record in change.records { try write(record, of: job.id, change) }
    if let instant = change.forgetsSkippedAfter {
      try forgetSkipped(after: instant, of: job.id)
    }
    for stretch in change.skipped { try skip(stretch, of: job.id) }
    for (kind, at) in change.due { try setDue(job.id, kind, at) }
  }

  private func write(
    _ record: Effect.Record, of job: JobID, _ change: JobChange
  ) throws(SQLiteError) {
    switch record {
    case .openRun(let run, let trigger, let slot):
      let what = change.job.definition
      let row = Run(
        job: job, number: run, trigger: trigger, slot: slot, source: try place(what.source),
        destination: try place(what.destination), opened: change.at)
      try database.prepare(RunRow.insert).run(RunRow.values(row))
    case .status(let run, let status, let cause, let message):
      try commitStatus(job, run, status, cause, message, change)
    case .endRun(let run, let counts): try endRun(job, run, counts, at: change.at)
    // The mover tells no figures of a run that broke: those of its last look have to do.
    case .breakRun(let run): try endRun(job, run, change.counts, at: change.at)
    case .slot(let slot, let outcome): try settle(slot, outcome, of: job)
    case .queue(let slot): try queue(slot, of: job)
    case .unqueue(let slot): try unqueue(slot, of: job)
    case .spend, .remove: break  // the job's own row says it
    }
  }

  /// Where an address is now; empty if it is gone, which the run itself will find out.
  private func place(_ address: Name) throws(SQLiteError) -> String {
    try database.text("SELECT prefix FROM address WHERE name = ?", .text(address.text)) ?? ""
  }

  private func endRun(
    _ job: JobID, _ run: RunNumber, _ counts: RunCounts?, at now: Instant
  ) throws(SQLiteError) {
    let statement = try database.prepare(
      "SELECT \(RunRow.list) FROM run WHERE job = ? AND number = ?")
    try statement.bindAll([.integer(job.rawValue), .integer(run.rawValue)])
    guard try statement.step() else { return }
    var row = RunRow.unchecked(statement)
    row.ended = now
    if let counts { row.counts = counts }
    statement.reset()
    try database.prepare(RunRow.replace).run(RunRow.values(row))
  }

  /// One row per status change; the row before it ends here.
  private func commitStatus(
    _ job: JobID, _ run: RunNumber, _ status: JobStatus, _ cause: Effect.Operator,
    _ message: String, _ change: JobChange
  ) throws(SQLiteError) {
    let now = SQLValue.integer(change.at.microseconds)
    // The figures are those of the run that has just ended, not of one that opens with it.
    let isOpened = change.records.contains {
      if case .openRun(run, _, _) = $0 { true } else { false }
    }
    let counts = RunRow.counts(isOpened ? nil : change.counts)
    // Only the newest can be open; looking for it by its end would read the job's whole history.
    try database.prepare(
      """
      UPDATE commits SET ended_us = ?1 WHERE job = ?2
        AND number = (SELECT max(number) FROM commits WHERE job = ?2)
      """
    ).run(now, .integer(job.rawValue))
    let values: [SQLValue] = [
      .integer(job.rawValue), .integer(run.rawValue), .text(status.rawValue),
      .text(cause.rawValue), .text(message), now,
    ]
    try database.prepare(
      """
      INSERT INTO commits(job, number, run, status, operator, message, started_us,
        total, total_bytes, copied, copied_bytes, skipped, skipped_bytes, failed, listed)
      VALUES (?1, (SELECT coalesce(max(number), 0) + 1 FROM commits WHERE job = ?1),
        ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
      """
    ).run(values + counts)
  }

  func setDue(
    _ job: JobID, _ kind: DueEvent.Kind, _ at: Instant?
  ) throws(SQLiteError) {
    guard let at else {
      return try database.run(
        "DELETE FROM due WHERE job = ? AND kind = ?", .integer(job.rawValue), .text(kind.rawValue))
    }
    try database.run(
      """
      INSERT INTO due VALUES (?, ?, ?)
      ON CONFLICT(job, kind) DO UPDATE SET at_us = excluded.at_us
      """,
      .integer(job.rawValue), .text(kind.rawValue), .integer(at.microseconds))
  }
}
