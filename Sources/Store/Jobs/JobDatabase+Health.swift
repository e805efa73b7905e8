public import Calendar
public import Engine
public import Migration
import SQLite

/// What a monitoring system asks: it asks often, so each answer is one statement and bounded.
extension JobDatabase {
  /// All that was to be moved is at its destination, by the run itself or by its retries.
  private static let succeeded = """
    ended_us IS NOT NULL AND listed = 1 AND copied + failed >= total
      AND coalesce(failing, failed) = 0
    """

  /// When the newest run of a job ended that left nothing to be moved; nil if none did.
  public func lastSuccess(of job: JobID) throws(StoreFailure) -> Instant? {
    try integer(
      """
      SELECT ended_us FROM run WHERE job = ? AND \(Self.succeeded) ORDER BY number DESC LIMIT 1
      """, [.integer(job.rawValue)]
    ).map { Instant(microseconds: $0) }
  }

  /// Root jobs whose newest run that has ended left objects that still fail.
  public func failingJobs(
    limit: Int
  ) throws(StoreFailure) -> [(name: String, run: RunNumber, failing: Int64)] {
    try rows(
      """
      SELECT j.name, r.number, coalesce(r.failing, r.failed) FROM job j JOIN run r ON r.job = j.id
        AND r.number = (SELECT max(number) FROM run WHERE job = j.id AND ended_us IS NOT NULL)
      WHERE j.root IS NULL AND j.retired = 0 AND coalesce(r.failing, r.failed) > 0
      ORDER BY j.id LIMIT ?
      """, [.integer(Int64(limit))]
    ) { (row) throws(StoreFailure) in
      (name: row.text(0), run: RunNumber(rawValue: row.integer(1)), failing: row.integer(2))
    }
  }

  /// Starts that were due before an instant and are still waited for, the oldest first.
  public func overdueStarts(
    before instant: Instant, limit: Int
  ) throws(StoreFailure) -> [(name: String, at: Instant)] {
    try rows(
      """
      SELECT j.name, d.at_us FROM due d JOIN job j ON j.id = d.job
      WHERE d.at_us < ? AND d.kind = 'start' ORDER BY d.at_us LIMIT ?
      """, [.integer(instant.microseconds), .integer(Int64(limit))]
    ) { (row) throws(StoreFailure) in
      (name: row.text(0), at: Instant(microseconds: row.integer(1)))
    }
  }

  /// Root jobs with a schedule in force that have not succeeded since an instant, though they were
  /// there before it.
  ///
  /// A schedule that has opened all of its runs, or was over before that instant, is not in force.
  ///
  /// - Returns: Each with its last success, nil for none.
  public func staleJobs(
    since instant: Instant, limit: Int
  ) throws(StoreFailure) -> [(name: String, success: Instant?)] {
    try rows(
      """
      SELECT name, success FROM (
        SELECT id, name, created_us, (SELECT ended_us FROM run WHERE job = job.id
          AND \(Self.succeeded) ORDER BY number DESC LIMIT 1) AS success
        FROM job WHERE root IS NULL AND retired = 0 AND enabled = 1 AND start_rule IS NOT NULL
          AND (max_count IS NULL OR schedule_spent < max_count)
          AND (not_after_us IS NULL OR not_after_us >= ?))
      WHERE coalesce(success, created_us) < ? ORDER BY id LIMIT ?
      """,
      [.integer(instant.microseconds), .integer(instant.microseconds), .integer(Int64(limit))]
    ) { (row) throws(StoreFailure) in
      (name: row.text(0), success: row.optionalInteger(1).map { Instant(microseconds: $0) })
    }
  }
}
