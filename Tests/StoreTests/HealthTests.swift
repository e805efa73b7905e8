import Calendar
import Engine
import Migration
import SQLite
import Store
import TestSupport
import Testing

@Suite struct HealthTests {
  /// A run that has ended, with these figures; nil for what broke.
  private func end(
    _ run: Int64, of job: Job, copied: Int64, failed: Int64, failing: Int64?,
    in database: JobDatabase
  ) throws {
    let number = RunNumber(rawValue: run)
    var change = JobChange(job: job, at: at(run * 100))
    var counts = RunCounts()
    (counts.total, counts.copied, counts.failed) = (10, copied, failed)
    counts.listed = true
    change.job.state = .finished(number)
    change.job.lastRun = number
    change.records = [.openRun(number, .manual, slot: nil, input: .listing)]
    if let failing {
      let remainder = Remainder(failing: failing, retryable: failing)
      change.records.append(
        .endRun(number, Settlement(counts, remainder: remainder)))
    } else {
      change.counts = counts
      change.records.append(.breakRun(number))
    }
    try database.commit([.job(change)])
  }

  @Test("a run has succeeded if nothing of it is left to be moved, by itself or by its retries")
  func success() throws {
    try Scratch.with { folder in
      let database = try JobDatabase(writing: folder + "/ferry.db")
      let job = try add("photos", to: database)
      #expect(try database.lastSuccess(of: job.id) == nil)
      try end(1, of: job, copied: 10, failed: 0, failing: 0, in: database)
      #expect(try database.lastSuccess(of: job.id) == at(100))
      try end(2, of: job, copied: 8, failed: 2, failing: 0, in: database)
      #expect(try database.lastSuccess(of: job.id) == at(200))
      #expect(try database.failingJobs(limit: 9).isEmpty)
      try end(3, of: job, copied: 8, failed: 2, failing: 1, in: database)
      try end(4, of: job, copied: 4, failed: 0, failing: 0, in: database)
      try end(5, of: job, copied: 3, failed: 0, failing: nil, in: database)
      #expect(try database.lastSuccess(of: job.id) == at(200))
    }
  }

  @Test("of each job the newest run that has ended says what still fails")
  func failing() throws {
    try Scratch.with { folder in
      let database = try JobDatabase(writing: folder + "/ferry.db")
      for text in ["good", "bad", "mended"] {
        let job = try add(text, to: database)
        try end(1, of: job, copied: 8, failed: 2, failing: text == "good" ? 0 : 2, in: database)
        if text == "mended" {
          try end(2, of: job, copied: 10, failed: 0, failing: 0, in: database)
        }
      }
      let failing = try database.failingJobs(limit: 9)
      #expect(failing.map { "\($0.name) \($0.run) \($0.failing)" } == ["bad 1 2"])
    }
  }

  @Test("starts that are overdue are told, the oldest first; suspends are not")
  func overdue() throws {
    try Scratch.with { folder in
      let database = try JobDatabase(writing: folder + "/ferry.db")
      _ = try add("one", to: database)
      _ = try add("two", to: database)
      #expect(try database.overdueStarts(before: at(2_000), limit: 9).isEmpty)
      let late = try database.overdueStarts(before: at(4_000), limit: 9)
      #expect(late.map(\.name) == ["one", "two"])
      #expect(late.map(\.at) == [at(2_000), at(2_000)])
      #expect(try database.overdueStarts(before: at(4_000), limit: 1).count == 1)
    }
  }

  @Test("a job whose schedule is in force is stale after its last success, or its making")
  func stale() throws {
    try Scratch.with { folder in
      let database = try JobDatabase(writing: folder + "/ferry.db")
      for text in ["never", "done", "rests", "over"] {
        var new = try newJob(text)
        new.definition.enabled = text != "rests"
        new.definition.schedule.notAfter = text == "over" ? at(500) : nil
        try database.commit([.addJob(new)])
      }
      let done = try #require(try database.job(named: try name("done")))
      try end(30, of: done, copied: 10, failed: 0, failing: 0, in: database)
      #expect(try database.staleJobs(since: at(1_000), limit: 9).isEmpty)
      let old = try database.staleJobs(since: at(2_999), limit: 9)
      #expect(old.map(\.name) == ["never"])
      let both = try database.staleJobs(since: at(3_001), limit: 9)
      #expect(both.map(\.name) == ["never", "done"])
      #expect(both.map(\.success) == [nil, at(3_000)])
    }
  }

  @Test("the check of all rows names those that are damaged, and can be broken off")
  func rows() throws {
    try Scratch.with { folder in
      let path = folder + "/ferry.db"
      let database = try JobDatabase(writing: path)
      for text in ["bad", "good"] {
        try open(2, of: try add(text, to: database), in: database)
      }
      #expect(try database.schemaVersion() == JobDatabase.newestSchema)
      #expect(try database.quickCheck(within: 60) == [])
      let well = try database.damagedRows { false }
      #expect(well.damage.isEmpty && well.isWhole)
      try tamper(
        path,
        "UPDATE job SET tags = 'x' WHERE id = 1; UPDATE run SET copied = 5 WHERE job = 2 AND "
          + "number = 2")
      let reader = try JobDatabase(reading: path)
      let found = try reader.damagedRows { false }
      #expect(found.damage.count == 2 && found.isWhole)
      #expect(found.damage.first?.contains("job 'bad'") == true)
      #expect(found.damage.last?.contains("run 2 of job number 2") == true)
      #expect(try !reader.damagedRows { true }.isWhole)
    }
  }
}
