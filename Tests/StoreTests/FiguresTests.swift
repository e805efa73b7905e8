import Calendar
import Engine
import Migration
import SQLite
import Store
import TestSupport
import Testing

@Suite struct FiguresTests {
  @Test(
    "the end of a run is counted by how it ended, and neither pruning nor overflow changes that")
  func totals() throws {
    try Scratch.with { folder in
      let database = try JobDatabase(writing: folder + "/ferry.db")
      let job = try add("photos", to: database)
      let ends: [(total: Int64, copied: Int64, failed: Int64, bytes: Int64, failing: Int64?)] = [
        (5, 5, 0, .max, 0), (5, 5, 0, .max, 0), (5, 3, 2, 1, 2), (5, 3, 0, 1, 0), (5, 3, 1, 1, nil),
      ]
      try open(Int64(ends.count), of: job, in: database)
      for (number, end) in zip(Int64(1)..., ends) {
        try finish(RunNumber(rawValue: number), of: job, end, in: database)
      }
      let before = try #require(try database.figures(after: nil, limit: 10).first)
      #expect(
        Set(before.runs.map { "\($0.trigger) \($0.result) \($0.runs)" }) == [
          "manual succeeded 2", "manual failed 1", "manual closed 1", "manual interrupted 1",
        ])
      let good = try #require(before.runs.first { $0.result == "succeeded" })
      #expect(good.copied == 10 && good.copiedBytes > 8_000_000_000_000_000_000)
      #expect(before.lastSuccess == at(102))
      let runs = (1...4).map { RunNumber(rawValue: $0) }
      try database.commit([.prune(job.id, runs: runs)])
      #expect(try database.figures(after: nil, limit: 10).first == before)
    }
  }

  private func finish(
    _ run: RunNumber, of job: Job,
    _ end: (total: Int64, copied: Int64, failed: Int64, bytes: Int64, failing: Int64?),
    in database: JobDatabase
  ) throws {
    var counts = RunCounts()
    (counts.total, counts.copied, counts.failed) = (end.total, end.copied, end.failed)
    (counts.copiedBytes, counts.listed) = (end.bytes, true)
    var change = JobChange(job: job, counts: counts, at: at(100 + run.rawValue))
    change.job.lastRun = run
    change.records = [
      end.failing.map {
        .endRun(run, Settlement(counts, remainder: Remainder(failing: $0)))
      } ?? .breakRun(run)
    ]
    try database.commit([.job(change)])
  }

  @Test("jobs are counted by status while they come, change and go")
  func states() throws {
    try Scratch.with { folder in
      let database = try JobDatabase(writing: folder + "/ferry.db")
      let (first, _) = (try add("first", to: database), try add("second", to: database))
      #expect(try database.statusCounts(ofSubJobs: false) == [.begin: 2])
      try open(1, of: first, in: database)
      #expect(try database.statusCounts(ofSubJobs: false) == [.begin: 1, .launching: 1])
      try database.commit([.job(JobChange(job: first, records: [.remove], at: at(9)))])
      #expect(try database.statusCounts(ofSubJobs: false) == [.begin: 1, .launching: 0])
      #expect(try database.figures(after: nil, limit: 10).map(\.name) == ["second"])
    }
  }
}
