import Calendar
import Engine
import Glibc
import Migration
import SQLite
import Store
import TestSupport
import Testing

@Suite struct PruneTests {
  @Test("what goes of a history of a hundred thousand runs costs by its own size, not by all's")
  func cost() throws {
    try Scratch.with { folder in
      let few = try prune(20 * 32, of: 1_000, in: folder + "/few.db")
      let many = try prune(20 * 32, of: 100_000, in: folder + "/many.db")
      // Reading all of it for each run that goes takes two thousand times as long.
      #expect(many < 100 * few, "\(many) ns and \(few) ns of this thread's own time")
      let path = folder + "/many.db"
      let database = try JobDatabase(writing: path, checks: false)
      let job = try #require(try database.job(named: try name("photos"))).id
      #expect(try Database(path).integer("SELECT min(number) FROM run") == 641)
      let left = try database.commits(of: job, run: nil, before: 1_284, limit: 9)
      #expect(left.map(\.run.rawValue) == [642, 641, 641])
      #expect(try database.slots(of: job, limit: 200_000).last?.run?.rawValue == 641)
    }
  }

  /// Removes the oldest runs of a history.
  ///
  /// - Returns: What it cost this thread of the processor, in nanoseconds.
  private func prune(_ count: Int, of runs: Int64, in path: String) throws -> Int {
    let job = try longHistory(path, runs: runs)
    let database = try JobDatabase(writing: path, checks: false)
    let begin = Self.threadTime()
    for _ in 0..<(count / 32) {
      let old = try database.runs(of: job, beyond: 50, orOlderThan: .max, limit: 32)
      #expect(old.count == 32)
      try database.commit([.prune(job, runs: old)])
    }
    return Self.threadTime() - begin
  }

  private static func threadTime() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
  }

  @Test("a run that goes takes its own commits, wherever they stand")
  func middle() throws {
    try Scratch.with { folder in
      let path = folder + "/ferry.db"
      let job = try longHistory(path, runs: 5)
      let database = try JobDatabase(writing: path, checks: false)
      try database.commit([.prune(job, runs: [RunNumber(rawValue: 3), RunNumber(rawValue: 5)])])
      let left = try database.commits(of: job, run: nil, before: nil, limit: 99)
      #expect(left.map(\.run.rawValue) == [4, 4, 2, 2, 1, 1])
      #expect(try database.slots(of: job, limit: 99).count == 5)
    }
  }

  /// A job with runs, two commits and a slot of each.
  private func longHistory(_ path: String, runs: Int64) throws -> JobID {
    let job: JobID
    do {
      let database = try JobDatabase(writing: path)
      job = try add("photos", to: database).id
      var change = JobChange(job: try #require(try database.job(job)), at: at(1))
      change.records = [.openRun(.first, .manual, slot: nil, input: .listing)]
      try database.commit([.job(change)])
    }
    let database = try Database(path, .existing)
    try database.execute(
      """
      UPDATE run SET opened_us = 10, ended_us = 15;
      CREATE TEMP TABLE first AS SELECT * FROM run;
      WITH RECURSIVE n(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM n WHERE n < \(runs))
      INSERT INTO run (job, number, trigger, source, destination, opened_us, ended_us, total,
        total_bytes, copied, copied_bytes, skipped, skipped_bytes, failed, listed, checksum)
      SELECT job, n, trigger, source, destination, n * 10, n * 10 + 5, total,
        total_bytes, copied, copied_bytes, skipped, skipped_bytes, failed, listed, checksum
      FROM n JOIN first;
      DELETE FROM commits;
      WITH RECURSIVE n(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM n WHERE n < 2 * \(runs) + 1)
      INSERT INTO commits (job, number, run, status, operator, message, started_us)
      SELECT 1, n - 1, n / 2, 'IMPORT_JOB_FINISHED', 'system', '', n FROM n;
      WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < \(runs))
      INSERT INTO slot (job, first_us, last_us, count, outcome, run)
      SELECT 1, n * 10, n * 10, 1, 'started', n FROM n;
      """)
    return job
  }
}
