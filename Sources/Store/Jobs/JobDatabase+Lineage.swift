public import Engine
public import Migration
import SQLite

// Families of jobs, and what is kept of old runs.

extension JobDatabase {
  /// How many sub-jobs there are.
  public func subJobCount() throws(StoreFailure) -> Int {
    Int(try integer("SELECT count(*) FROM job WHERE root IS NOT NULL") ?? 0)
  }

  /// A job's own sub-jobs, in the order of their numbers.
  public func subJobs(of parent: JobID) throws(StoreFailure) -> [JobID] {
    try ids("SELECT id FROM job WHERE parent = ? ORDER BY id", .integer(parent.rawValue))
  }

  /// The sub-jobs that come from a run of a root job, all depths, in the order of their numbers.
  public func family(of root: JobID, run: RunNumber) throws(StoreFailure) -> [JobID] {
    try ids(
      "SELECT id FROM job WHERE root = ? AND root_run = ? ORDER BY id",
      .integer(root.rawValue), .integer(run.rawValue))
  }

  /// The sub-jobs of a root job, all depths, that are made and have not ended.
  public func liveSubJobs(ofRoot root: JobID) throws(StoreFailure) -> [JobID] {
    try ids(
      """
      SELECT id FROM job WHERE root = ? AND status NOT IN (
        'IMPORT_JOB_FINISHED', 'IMPORT_JOB_INTERRUPTED', 'IMPORT_JOB_DELETING') ORDER BY id
      """, .integer(root.rawValue))
  }

  /// So many of a job's newest runs stay whatever their age, and the age of the others is counted
  /// from them: a few runs by a clock that is years ahead must not make all history old.
  private static let ageless = 8

  /// Ended runs of a job that are not among its newest ones, or ended too long before those, the
  /// oldest first.
  ///
  /// - Parameters:
  ///   - count: So many of the newest stay.
  ///   - age: Those that ended so many microseconds before the newest ones go.
  public func runs(
    of job: JobID, beyond count: Int, orOlderThan age: Int64, limit: Int
  ) throws(StoreFailure) -> [RunNumber] {
    try rows(
      """
      SELECT number FROM run WHERE job = ?1 AND ended_us IS NOT NULL AND (
        number <= (SELECT number FROM run WHERE job = ?1 AND ended_us IS NOT NULL
          ORDER BY number DESC LIMIT 1 OFFSET ?2)
        OR ended_us < (SELECT min(ended_us) FROM (
          SELECT ended_us FROM run WHERE job = ?1 AND ended_us IS NOT NULL
          ORDER BY number DESC LIMIT \(Self.ageless))) - ?3)
      ORDER BY number LIMIT ?4
      """,
      [
        .integer(job.rawValue), .integer(Int64(count)), .integer(age), .integer(Int64(limit)),
      ]
    ) { (row) throws(StoreFailure) in RunNumber(rawValue: row.integer(0)) }
  }

  func dropRetries(ofRoot root: JobID) throws(SQLiteError) {
    try perform(
      """
      DELETE FROM due WHERE kind = 'retry'
        AND (job = ?1 OR job IN (SELECT id FROM job WHERE root = ?1))
      """, .integer(root.rawValue))
  }

  /// Removes runs with their history, and the slots that came before all runs that stay.
  func prune(_ runs: [RunNumber], of job: JobID) throws(SQLiteError) {
    for run in runs {
      let values = [SQLValue.integer(job.rawValue), .integer(run.rawValue)]
      try perform("DELETE FROM run WHERE job = ? AND number = ?", values)
      // Commits stand in the order of their runs: those of a later one end the search.
      try perform(
        """
        DELETE FROM commits WHERE job = ?1 AND run = ?2 AND number < coalesce((
          SELECT number FROM commits WHERE job = ?1 AND run > ?2 ORDER BY number LIMIT 1), ?3)
        """, values + [.integer(.max)])
    }
    // By its beginning a stretch is found, by its end it is over.
    try perform(
      """
      WITH kept(since) AS (SELECT min(opened_us) FROM run WHERE job = ?1)
      DELETE FROM slot WHERE job = ?1 AND first_us < (SELECT since FROM kept)
        AND last_us < (SELECT since FROM kept) AND outcome <> 'queued'
      """, .integer(job.rawValue))
  }
}
