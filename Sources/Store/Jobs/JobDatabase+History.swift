public import Calendar
public import Engine
public import Migration
import SQLite

extension JobDatabase {
  /// Jobs for a list, the newest first.
  ///
  /// - Parameters:
  ///   - marker: The name after which the page begins; nil for the first.
  ///   - limit: How many at most.
  /// - Returns: The jobs, and what is said of those whose rows are damaged: they do not hide the
  ///   others.
  /// - Throws: `StoreFailure`; a marker that names no job gives an empty page.
  public func jobs(
    after marker: Name?, limit: Int
  ) throws(StoreFailure) -> (jobs: [Job], damage: [StoreFailure]) {
    let count = SQLValue.integer(Int64(limit))
    guard let marker else {
      return try readableJobs(where: "true ORDER BY id DESC LIMIT ?", [count])
    }
    return try readableJobs(
      where: "id < (SELECT id FROM job WHERE name = ?) ORDER BY id DESC LIMIT ?",
      [.text(marker.text), count])
  }

  func readableJobs(
    where condition: String, _ values: [SQLValue] = []
  ) throws(StoreFailure) -> (jobs: [Job], damage: [StoreFailure]) {
    var damage: [StoreFailure] = []
    let jobs = try rows("SELECT \(JobRow.list) FROM job WHERE \(condition)", values) {
      (row) throws(StoreFailure) -> Job? in
      do throws(StoreFailure) {
        return try JobRow.job(row)
      } catch {
        guard error.kind == .corrupt else { throw error }
        damage.append(error)
        return nil
      }
    }
    return (jobs.compactMap { $0 }, damage)
  }

  /// Addresses for a list, by name.
  public func addresses(after marker: Name?, limit: Int) throws(StoreFailure) -> [Address] {
    try addresses(
      where: "name > ? ORDER BY name LIMIT ?",
      [.text(marker?.text ?? ""), .integer(Int64(limit))])
  }

  /// How many addresses there are.
  public func addressCount() throws(StoreFailure) -> Int {
    Int(try integer("SELECT count(*) FROM address") ?? 0)
  }

  /// A run of a job; nil if there is none of that number.
  public func run(_ number: RunNumber, of job: JobID) throws(StoreFailure) -> Run? {
    try rows(
      "SELECT \(RunRow.list) FROM run WHERE job = ? AND number = ?",
      [.integer(job.rawValue), .integer(number.rawValue)]
    ) { (row) throws(StoreFailure) in try RunRow.run(row) }.first
  }

  /// The history of a job, newest commit first.
  ///
  /// - Parameters:
  ///   - run: Only of this run; nil for all.
  ///   - before: Only commits with a smaller number; nil from the newest on.
  ///   - limit: How many at most.
  public func commits(
    of job: JobID, run: RunNumber?, before: Int64?, limit: Int
  ) throws(StoreFailure) -> [RunCommit] {
    try rows(
      """
      SELECT c.number, c.run, c.status, c.operator, c.message, c.started_us, c.ended_us,
        c.total, c.total_bytes, c.copied, c.copied_bytes, c.skipped, c.skipped_bytes, c.failed,
        c.listed, r.trigger, r.slot_us
      FROM commits c JOIN run r ON r.job = c.job AND r.number = c.run
      WHERE c.job = ?1 AND (?2 IS NULL OR c.run = ?2) AND (?3 IS NULL OR c.number < ?3)
      ORDER BY c.number DESC LIMIT ?4
      """,
      [
        .integer(job.rawValue), .integer(run?.rawValue), .integer(before), .integer(Int64(limit)),
      ]
    ) { (row) throws(StoreFailure) in
      guard let status = JobStatus(rawValue: row.text(2)) else {
        throw StoreFailure(.corrupt, "the history holds the status '\(row.text(2))'")
      }
      return RunCommit(
        number: row.integer(0), run: RunNumber(rawValue: row.integer(1)), status: status,
        cause: Effect.Operator(rawValue: row.text(3)) ?? .system, message: row.text(4),
        started: Instant(microseconds: row.integer(5)),
        ended: row.optionalInteger(6).map { Instant(microseconds: $0) },
        counts: RunRow.counts(row, from: 7), trigger: Trigger(rawValue: row.text(15)) ?? .manual,
        slot: row.optionalInteger(16).map { Instant(microseconds: $0) })
    }
  }

  /// Jobs with a run that goes on or waits, and those that need a person, in their order.
  ///
  /// - Returns: The jobs, and what is said of those whose rows are damaged.
  public func jobsToReport() throws(StoreFailure) -> (jobs: [Job], damage: [StoreFailure]) {
    try readableJobs(
      where: """
        id IN (SELECT id FROM job WHERE \(Self.isUnsettled)
        UNION SELECT id FROM job WHERE reason IS NOT NULL) ORDER BY id LIMIT 1000
        """)
  }

  /// How many jobs wait for somebody to mend something.
  public func attentionCount() throws(StoreFailure) -> Int {
    Int(try integer("SELECT count(*) FROM job WHERE reason IS NOT NULL") ?? 0)
  }

  /// The name of the job that starts next by its rule, and when; nil if none does.
  public func nextStartName() throws(StoreFailure) -> (name: String, at: Instant)? {
    try rows(
      """
      SELECT job.name, due.at_us FROM due JOIN job ON job.id = due.job
      WHERE due.kind = 'start' ORDER BY due.at_us LIMIT 1
      """
    ) { (row) throws(StoreFailure) in (row.text(0), Instant(microseconds: row.integer(1))) }.first
  }

  /// The job that starts next by its rule, and when; nil if none does.
  public func nextStart() throws(StoreFailure) -> DueEvent? {
    try rows("SELECT job, at_us FROM due WHERE kind = 'start' ORDER BY at_us LIMIT 1") {
      (row) throws(StoreFailure) in
      DueEvent(
        job: JobID(rawValue: row.integer(0)), kind: .start,
        at: Instant(microseconds: row.integer(1)))
    }.first
  }

  /// What became of a job's newest slots, the newest first.
  public func slots(
    of job: JobID, limit: Int
  ) throws(StoreFailure) -> [SlotRecord] {
    try rows(
      """
      SELECT first_us, last_us, count, outcome, reason, run FROM slot
      WHERE job = ? ORDER BY first_us DESC LIMIT ?
      """, [.integer(job.rawValue), .integer(Int64(limit))]
    ) { (row) throws(StoreFailure) in
      SlotRecord(
        first: Instant(microseconds: row.integer(0)), last: Instant(microseconds: row.integer(1)),
        count: row.integer(2), outcome: row.text(3), reason: row.optionalText(4),
        run: row.optionalInteger(5).map(RunNumber.init))
    }
  }
}
