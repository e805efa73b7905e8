import Calendar
public import Engine
public import Migration
import SQLite

/// What is asked for figures: by index, a page at a time, whatever the number of jobs.
extension JobDatabase {
  /// The figures of root jobs that have run or have a schedule, by their numbers.
  ///
  /// - Parameters:
  ///   - job: The job after which the page begins; nil for the first.
  ///   - limit: How many at most.
  public func figures(after job: JobID?, limit: Int) throws(StoreFailure) -> [JobFigures] {
    var page = try rows(
      """
      SELECT j.id, j.name, j.max_count - j.schedule_spent, d.at_us, t.success_us,
        coalesce(t.delay_us, 0), coalesce(t.delayed, 0),
        (j.reason IS NOT NULL)
          + (SELECT count(*) FROM job s WHERE s.root = j.id AND s.reason IS NOT NULL)
      FROM job j INDEXED BY job_shown
        LEFT JOIN due d ON d.job = j.id AND d.kind = 'start' LEFT JOIN job_total t ON t.job = j.id
      WHERE j.root IS NULL AND (j.last_run IS NOT NULL OR j.start_rule IS NOT NULL) AND j.id > ?
      ORDER BY j.id LIMIT ?
      """, [.integer(job?.rawValue ?? 0), .integer(Int64(limit))]
    ) { (row) throws(StoreFailure) in
      JobFigures(
        id: JobID(rawValue: row.integer(0)), name: row.text(1),
        remaining: row.optionalInteger(2).map { max(0, $0) },
        nextStart: row.optionalInteger(3).map { Instant(microseconds: $0) },
        lastSuccess: row.optionalInteger(4).map { Instant(microseconds: $0) },
        delay: row.integer(5), delayed: row.integer(6), attention: row.integer(7), slots: [],
        runs: [])
    }
    for index in page.indices {
      page[index].slots = try slotTotals(of: page[index].id)
      page[index].runs = try runTotals(of: page[index].id)
    }
    return page
  }

  private func slotTotals(of job: JobID) throws(StoreFailure) -> [SlotTotal] {
    try rows(
      "SELECT outcome, reason, count FROM slot_count WHERE job = ?", [.integer(job.rawValue)]
    ) { (row) throws(StoreFailure) in
      SlotTotal(outcome: row.text(0), reason: row.text(1), count: row.integer(2))
    }
  }

  private func runTotals(of job: JobID) throws(StoreFailure) -> [RunTotal] {
    try rows(
      """
      SELECT trigger, result, runs, duration_us, copied, copied_bytes, skipped, failed
      FROM run_total WHERE job = ?
      """, [.integer(job.rawValue)]
    ) { (row) throws(StoreFailure) in
      RunTotal(
        trigger: row.text(0), result: row.text(1), runs: row.integer(2),
        duration: row.integer(3), copied: row.integer(4), copiedBytes: row.integer(5),
        skipped: row.integer(6), failed: row.integer(7))
    }
  }

  /// How many root jobs, or sub-jobs, are in each status; those that none is in may be left out.
  public func statusCounts(ofSubJobs: Bool) throws(StoreFailure) -> [JobStatus: Int64] {
    let found = try rows(
      "SELECT status, count FROM state_total WHERE sub = ?", [.integer(ofSubJobs ? 1 : 0)]
    ) { (row) throws(StoreFailure) in (JobStatus(rawValue: row.text(0)), row.integer(1)) }
    var counts: [JobStatus: Int64] = [:]
    for case (let status?, let count) in found { counts[status] = count }
    return counts
  }
}
