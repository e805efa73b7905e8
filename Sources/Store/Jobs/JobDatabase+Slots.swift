public import Calendar
public import Engine
public import Migration
import SQLite

// What became of slots, with the counters that are kept in the same transaction.

extension JobDatabase {
  func settle(
    _ slot: Instant, _ outcome: SlotOutcome, of job: JobID
  ) throws(SQLiteError) {
    let (word, run): (String, RunNumber)
    switch outcome {
    case .started(let started): (word, run) = ("started", started)
    case .resumed(let resumed): (word, run) = ("resumed", resumed)
    case .skipped(let reason):
      return try skip(SlotStretch(first: slot, last: slot, count: 1, reason: reason), of: job)
    }
    try perform(
      "INSERT INTO slot(job, first_us, last_us, count, outcome, run) VALUES (?, ?2, ?2, 1, ?, ?)",
      .integer(job.rawValue), .integer(slot.microseconds), .text(word), .integer(run.rawValue))
    try count(1, word, "", of: job)
  }

  /// Consecutive slots that were skipped for one reason share a row.
  func skip(_ stretch: SlotStretch, of job: JobID) throws(SQLiteError) {
    try count(stretch.count, "skipped", stretch.reason.rawValue, of: job)
    // The one before it, which need not be the newest: a clock that was set back left later ones.
    let before = try first(
      """
      SELECT first_us, outcome, reason, last_us FROM slot WHERE job = ? AND first_us <= ?
      ORDER BY first_us DESC LIMIT 1
      """, [.integer(job.rawValue), .integer(stretch.first.microseconds)]
    ) { row -> Int64? in
      let continues =
        row.text(1) == "skipped" && row.text(2) == stretch.reason.rawValue
        && row.integer(3) < stretch.first.microseconds
      return continues ? row.integer(0) : nil
    }
    if case .some(let first?) = before {
      return try perform(
        "UPDATE slot SET last_us = ?, count = count + ? WHERE job = ? AND first_us = ?",
        .integer(stretch.last.microseconds), .integer(stretch.count), .integer(job.rawValue),
        .integer(first))
    }
    try insert(stretch, of: job)
  }

  private func insert(_ stretch: SlotStretch, of job: JobID) throws(SQLiteError) {
    try perform(
      """
      INSERT INTO slot(job, first_us, last_us, count, told, outcome, reason)
      VALUES (?, ?, ?, ?4, ?4, 'skipped', ?)
      """,
      .integer(job.rawValue), .integer(stretch.first.microseconds),
      .integer(stretch.last.microseconds), .integer(stretch.count), .text(stretch.reason.rawValue))
  }

  /// The log is told of all slots of a row.
  func tell(_ first: Instant, of job: JobID) throws(SQLiteError) {
    try perform(
      "UPDATE slot SET told = count WHERE job = ? AND first_us = ?",
      .integer(job.rawValue), .integer(first.microseconds))
  }

  /// A slot waits: it has a row, and no outcome to count yet.
  func queue(_ slot: Instant, _ trigger: Trigger, of job: JobID) throws(SQLiteError) {
    try perform(
      """
      INSERT INTO slot(job, first_us, last_us, count, outcome, trigger)
      VALUES (?, ?2, ?2, 1, 'queued', ?)
      """,
      .integer(job.rawValue), .integer(slot.microseconds), .text(trigger.rawValue))
  }

  func unqueue(_ slot: Instant, of job: JobID) throws(SQLiteError) {
    try perform(
      "DELETE FROM slot WHERE job = ? AND first_us = ? AND outcome = 'queued'",
      .integer(job.rawValue), .integer(slot.microseconds))
  }

  /// What stays of a row are rows of their own again, which do not join what is beside them.
  func write(_ cut: SlotCut, of job: JobID) throws(SQLiteError) {
    let left = cut.rest.reduce(0) { $0 + $1.count }
    try count(left - cut.row.count, "skipped", cut.row.reason.rawValue, of: job)
    try perform(
      "DELETE FROM slot WHERE job = ? AND first_us = ? AND outcome = 'skipped'",
      .integer(job.rawValue), .integer(cut.row.first.microseconds))
    for stretch in cut.rest { try insert(stretch, of: job) }
  }

  private func count(
    _ more: Int64, _ outcome: String, _ reason: String, of job: JobID
  ) throws(SQLiteError) {
    try perform(
      """
      INSERT INTO slot_count VALUES (?, ?, ?, ?)
      ON CONFLICT(job, outcome, reason) DO UPDATE SET count = count + excluded.count
      """,
      .integer(job.rawValue), .text(outcome), .text(reason), .integer(more))
  }
}

extension JobDatabase {
  /// The slots of a job's first row of outcomes that reaches into a stretch of time, a slot that waits
  /// included; nil if there is none.
  public func settledSlots(
    of job: JobID, from first: Instant, through last: Instant
  ) throws(StoreFailure) -> ClosedRange<Instant>? {
    try rows(
      """
      SELECT first_us, last_us FROM slot WHERE job = ?1 AND last_us >= ?2 AND first_us <= ?3
        AND first_us >= coalesce((SELECT first_us FROM slot WHERE job = ?1 AND first_us <= ?2
          ORDER BY first_us DESC LIMIT 1), ?2)
      ORDER BY first_us LIMIT 1
      """,
      [.integer(job.rawValue), .integer(first.microseconds), .integer(last.microseconds)]
    ) { (row) throws(StoreFailure) in
      let first = Instant(microseconds: row.integer(0))
      return first...max(first, Instant(microseconds: row.integer(1)))
    }.first
  }

  /// The stretch of skipped slots that an outcome at an instant would come after; nil if that would
  /// be another outcome, or none.
  public func stretch(
    of job: JobID, before instant: Instant
  ) throws(StoreFailure) -> KeptStretch? {
    try rows(
      """
      SELECT first_us, last_us, count, reason, told FROM slot WHERE job = ? AND first_us <= ?
      ORDER BY first_us DESC LIMIT 1
      """, [.integer(job.rawValue), .integer(instant.microseconds)]
    ) { (row) throws(StoreFailure) -> KeptStretch? in
      guard let reason = SlotOutcome.Skip(rawValue: row.text(3)) else { return nil }
      let stretch = SlotStretch(
        first: Instant(microseconds: row.integer(0)), last: Instant(microseconds: row.integer(1)),
        count: row.integer(2), reason: reason)
      return KeptStretch(slots: stretch, told: row.integer(4))
    }.first ?? nil
  }

  /// What is on record about a slot of a job; nil if nothing is.
  public func keptSlot(
    _ slot: Instant, of job: JobID
  ) throws(StoreFailure) -> KeptSlot? {
    try rows(
      """
      SELECT first_us, last_us, count, outcome, reason FROM slot WHERE job = ? AND first_us <= ?
      ORDER BY first_us DESC LIMIT 1
      """, [.integer(job.rawValue), .integer(slot.microseconds)]
    ) { (row) throws(StoreFailure) -> KeptSlot? in
      let last = Instant(microseconds: row.integer(1))
      guard slot <= last else { return nil }
      guard row.text(3) == "skipped" else { return .used }
      guard let reason = SlotOutcome.Skip(rawValue: row.text(4)) else {
        throw StoreFailure(.corrupt, "a slot was skipped for the reason '\(row.text(4))'")
      }
      let first = Instant(microseconds: row.integer(0))
      return .skipped(SlotStretch(first: first, last: last, count: row.integer(2), reason: reason))
    }.first ?? nil
  }

  /// Why the run of a slot that waits will begin; `schedule` if the slot does not wait.
  public func queuedTrigger(of job: JobID, slot: Instant) throws(StoreFailure) -> Trigger {
    let word =
      try rows(
        "SELECT trigger FROM slot WHERE job = ? AND first_us = ? AND outcome = 'queued'",
        [.integer(job.rawValue), .integer(slot.microseconds)]
      ) { (row) throws(StoreFailure) in row.optionalText(0) }.first ?? nil
    return word.flatMap(Trigger.init(rawValue:)) ?? .schedule
  }

  /// How many of a job's slots, or of all jobs', ended in each way.
  public func slotCounts(of job: JobID?) throws(StoreFailure) -> SlotCounts {
    var counts = SlotCounts()
    let all = "SELECT outcome, reason, count FROM slot_total"
    let ofOne = "SELECT outcome, reason, count FROM slot_count WHERE job = ?"
    let found = try rows(
      job == nil ? all : ofOne, job.map { [.integer($0.rawValue)] } ?? []
    ) { (row) throws(StoreFailure) in (row.text(0), row.text(1), row.integer(2)) }
    for (outcome, reason, count) in found {
      switch outcome {
      case "started": counts.started = count
      case "resumed": counts.resumed = count
      default:
        guard let reason = SlotOutcome.Skip(rawValue: reason) else {
          throw StoreFailure(.corrupt, "slots are counted for the reason '\(reason)'")
        }
        if count > 0 { counts.skipped[reason] = count }
      }
    }
    return counts
  }
}
