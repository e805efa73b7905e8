import Calendar
import Engine
import Migration
import Store
import TestSupport
import Testing

@Suite struct HistoryTests {
  @Test("slots are counted by outcome, and those that are cut out or wait are not")
  func slotCounts() throws {
    try Scratch.with { folder in
      let database = try JobDatabase(writing: folder + "/ferry.db")
      let job = try add("photos", to: database)
      let other = try add("other", to: database)
      var change = JobChange(job: job, at: at(9))
      change.records = [
        .openRun(.first, .schedule, slot: at(10), input: .listing), .slot(at(10), .started(.first)),
        .slot(at(20), .resumed(.first)), .queue(at(30), .catchup),
      ]
      change.skipped = [
        SlotStretch(first: at(40), last: at(60), count: 3, reason: .overlap),
        SlotStretch(first: at(70), last: at(70), count: 1, reason: .overlap),
        SlotStretch(first: at(80), last: at(90), count: 2, reason: .missed),
      ]
      try database.commit([.job(change)])
      var expected = SlotCounts()
      (expected.started, expected.resumed) = (1, 1)
      expected.skipped = [.overlap: 4, .missed: 2]
      #expect(try database.slotCounts(of: job.id) == expected)
      change = JobChange(job: other, at: at(9))
      change.records = [.slot(at(10), .skipped(.held))]
      try database.commit([.job(change)])
      // What waited has its outcome; what is used after all is cut out of its row.
      change = JobChange(job: job, records: [.unqueue(at(30))], at: at(9))
      change.records.append(.slot(at(30), .skipped(.closed)))
      change.cut = SlotCut(
        row: SlotStretch(first: at(80), last: at(90), count: 2, reason: .missed),
        rest: [SlotStretch(first: at(80), last: at(80), count: 1, reason: .missed)])
      try database.commit([.job(change)])
      expected.skipped = [.overlap: 4, .missed: 1, .closed: 1]
      #expect(try database.slotCounts(of: job.id) == expected)
      expected.skipped[.held] = 1
      #expect(try database.slotCounts(of: nil) == expected)
      let outcomes = try database.slots(of: job.id, limit: 9).map { $0.reason ?? $0.outcome }
      #expect(outcomes == ["missed", "overlap", "closed", "resumed", "started"])
      try database.commit([.job(JobChange(job: other, records: [.remove], at: at(9)))])
      expected.skipped[.held] = nil
      #expect(try database.slotCounts(of: nil) == expected)
    }
  }

  @Test("a schedule with an end ahead and no event is found, any other is not")
  func withoutStart() throws {
    try Scratch.with { folder in
      let database = try JobDatabase(writing: folder + "/ferry.db")
      for (name, isEnabled, notAfter, hasEvent) in [
        ("found", true, at(50), false), ("event", true, at(50), true),
        ("rests", false, at(50), false), ("over", true, at(10), false),
        ("endless", true, nil, false), ("also", true, at(60), false),
      ] as [(String, Bool, Instant?, Bool)] {
        var new = try newJob(name)
        new.definition.enabled = isEnabled
        new.definition.schedule.notAfter = notAfter
        new.due = hasEvent ? [.start: at(20)] : [:]
        try database.commit([.addJob(new)])
      }
      let found = try database.jobsWithoutStart(before: at(10), after: nil, limit: 9)
      #expect(found.map(\.rawValue) == [1, 6])
      #expect(
        try database.jobsWithoutStart(before: at(10), after: found[0], limit: 9) == [found[1]])
    }
  }

  @Test("each commit ends where the next begins, and pages join without gap or repetition")
  func pages() throws {
    try Scratch.with { folder in
      let database = try JobDatabase(writing: folder + "/ferry.db")
      let (job, other) = (try add("photos", to: database), try add("other", to: database))
      try open(25, of: job, in: database)
      try open(3, of: other, in: database)
      var seen: [Int64] = []
      var before: Int64?
      while true {
        let page = try database.commits(of: job.id, run: nil, before: before, limit: 10)
        guard let last = page.last else { break }
        seen += page.map(\.number)
        before = last.number
      }
      #expect(seen == (1...25).reversed())
      let all = try database.commits(of: job.id, run: nil, before: nil, limit: 100)
      #expect(all.first?.ended == nil)
      for (later, earlier) in zip(all, all.dropFirst()) { #expect(earlier.ended == later.started) }
      let one = try database.commits(
        of: job.id, run: RunNumber(rawValue: 7), before: nil, limit: 100)
      #expect(one.map(\.message) == ["m7"])
      #expect(one.first?.cause == .user)
      #expect(try database.commits(of: job.id, run: nil, before: 1, limit: 9).isEmpty)
      #expect(try database.commits(of: other.id, run: nil, before: nil, limit: 9).count == 3)
    }
  }

  @Test("jobs are listed newest first, addresses by name, page by page")
  func lists() throws {
    try Scratch.with { folder in
      let database = try JobDatabase(writing: folder + "/ferry.db")
      for text in ["bbb", "aaa", "ccc"] {
        _ = try add(text, to: database)
        let address = Address(
          name: try name(text), version: text, location: .local(try LocalPath("/srv/\(text)/")),
          origin: .api, created: at(1), modified: at(1))
        try database.commit([.addAddress(address)])
      }
      func jobs(_ marker: String?) throws -> [String] {
        try database.jobs(after: try marker.map(name), limit: 2).jobs.map(\.definition.name.text)
      }
      #expect(try jobs(nil) == ["ccc", "aaa"])
      #expect(try jobs("aaa") == ["bbb"])
      #expect(try jobs("bbb").isEmpty)
      #expect(try jobs("absent").isEmpty)
      #expect(try database.addresses(after: nil, limit: 2).map(\.name.text) == ["aaa", "bbb"])
      #expect(
        try database.addresses(after: try name("bbb"), limit: 2).map(\.name.text) == ["ccc"])
    }
  }

  @Test("consecutive slots skipped for one reason share a row, others do not")
  func folding() throws {
    try Scratch.with { folder in
      let database = try JobDatabase(writing: folder + "/ferry.db")
      let job = try add("photos", to: database)
      func skip(_ from: Int64, _ to: Int64, _ count: Int64, _ why: SlotOutcome.Skip) throws {
        let stretch = SlotStretch(first: at(from), last: at(to), count: count, reason: why)
        try database.commit([.job(JobChange(job: job, skipped: [stretch], at: at(to)))])
      }
      func settle(_ slot: Int64, _ outcome: SlotOutcome) throws {
        let change = JobChange(job: job, records: [.slot(at(slot), outcome)], at: at(slot))
        try database.commit([.job(change)])
      }
      func rows() throws -> [String] {
        try database.slots(of: job.id, limit: 100).reversed().map {
          "\($0.first.seconds)-\($0.last.seconds) ×\($0.count) \($0.outcome) \($0.reason ?? "")"
            + ($0.run.map { "\($0)" } ?? "")
        }
      }
      try skip(1, 1, 1, .overlap)
      try skip(2, 4, 3, .overlap)
      try settle(5, .skipped(.overlap))
      try skip(6, 6, 1, .held)
      try settle(7, .started(.first))
      try skip(8, 8, 1, .held)
      try settle(9, .resumed(.first))
      let expected = [
        "1-5 ×5 skipped overlap", "6-6 ×1 skipped held", "7-7 ×1 started 1",
        "8-8 ×1 skipped held", "9-9 ×1 resumed 1",
      ]
      #expect(try rows() == expected)
      // What has an outcome keeps it.
      #expect(throws: StoreFailure.self) { try settle(7, .resumed(.first)) }
      #expect(throws: StoreFailure.self) { try skip(7, 7, 1, .held) }
      // A wrong clock left a later row: what comes before it is not added to it.
      try skip(1_000, 1_005, 6, .missed)
      try skip(10, 10, 1, .missed)
      try skip(11, 12, 2, .missed)
      #expect(
        try rows() == expected + ["10-12 ×3 skipped missed", "1000-1005 ×6 skipped missed"])
      // A slot in it is used after all: what stays are rows of their own.
      let row = SlotStretch(first: at(1_000), last: at(1_005), count: 6, reason: .missed)
      for slot in [1_000, 1_003, 1_005] as [Int64] {
        #expect(try database.keptSlot(at(slot), of: job.id) == .skipped(row))
      }
      #expect(try database.keptSlot(at(7), of: job.id) == .used)
      for slot in [0, 500, 1_006] as [Int64] {
        #expect(try database.keptSlot(at(slot), of: job.id) == nil)
      }
      var change = JobChange(job: job, at: at(12))
      change.cut = SlotCut(
        row: row,
        rest: [
          SlotStretch(first: at(1_000), last: at(1_002), count: 3, reason: .missed),
          SlotStretch(first: at(1_004), last: at(1_005), count: 2, reason: .missed),
        ])
      change.records = [.slot(at(1_003), .started(RunNumber(rawValue: 2)))]
      try database.commit([.job(change)])
      #expect(
        try rows() == expected + [
          "10-12 ×3 skipped missed", "1000-1002 ×3 skipped missed", "1003-1003 ×1 started 2",
          "1004-1005 ×2 skipped missed",
        ])
      #expect(try database.slotCounts(of: job.id).skipped == [.overlap: 5, .held: 2, .missed: 8])
      #expect(
        try database.settledSlots(of: job.id, from: at(1_001), through: at(1_009))
          == at(1_000)...at(1_002))
      #expect(try database.settledSlots(of: job.id, from: at(13), through: at(999)) == nil)
    }
  }

  @Test("two readers beside the writer see each commit, and never half of one")
  func readers() throws {
    try Scratch.with { folder in
      let path = folder + "/ferry.db"
      let writer = try JobDatabase(writing: path)
      let job = try add("photos", to: writer)
      let readers = [try JobDatabase(reading: path), try JobDatabase(reading: path)]
      for number in 1...20 as ClosedRange<Int64> {
        let run = RunNumber(rawValue: number)
        var change = JobChange(job: job, at: at(number))
        change.job.lastRun = run
        change.job.scheduleSpent = number
        change.records = [
          .openRun(run, .schedule, slot: at(number), input: .listing),
          .status(run, .launching, .system, message: ""), .slot(at(number), .started(run)),
        ]
        try writer.commit([.job(change)])
        for reader in readers {
          #expect(try reader.job(job.id)?.scheduleSpent == number)
          #expect(try reader.run(run, of: job.id)?.slot == at(number))
          #expect(try reader.slots(of: job.id, limit: 1).first?.run == run)
        }
      }
      for reader in readers {
        #expect(throws: StoreFailure.self) { try reader.setRunning(true) }
      }
      #expect(throws: StoreFailure.self) { _ = try JobDatabase(reading: folder + "/none.db") }
    }
  }

  @Test("the timer queue gives what is due, the earliest first")
  func timerQueue() throws {
    try Scratch.with { folder in
      let database = try JobDatabase(writing: folder + "/ferry.db")
      let (one, two) = (try add("one", to: database), try add("two", to: database))
      try database.commit([
        .due(one.id, .start, at(30)), .due(one.id, .suspend, at(10)),
        .due(two.id, .start, at(20)), .due(two.id, .suspend, nil),
      ])
      #expect(try database.nextDue() == at(10))
      #expect(
        try database.dueEvents(until: at(20), limit: 9)
          == [
            DueEvent(job: one.id, kind: .suspend, at: at(10)),
            DueEvent(job: two.id, kind: .start, at: at(20)),
          ])
      #expect(try database.dueEvents(until: at(9), limit: 9).isEmpty)
      #expect(try database.dueEvents(of: .start, after: one.id, limit: 9).map(\.job) == [two.id])
      #expect(try database.nextStart()?.job == two.id)
      #expect(throws: StoreFailure.self) {
        try database.commit([.due(JobID(rawValue: 99), .start, at(1))])
      }
    }
  }
}
