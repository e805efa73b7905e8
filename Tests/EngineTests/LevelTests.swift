import Calendar
import Engine
import Migration
import Store
import TestSupport
import Testing

@Suite struct LevelTests {
  @Test("a start that falls together with the suspend rule opens nothing and spends nothing")
  func tie() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      try world.make(
        "nightly", try schedule("0 0 2,6 * * *", suspend: "0 0 6 * * *", count: 1))
      let job = try world.job("nightly")
      world.advance(to: date(2026, 3, 2, 2))
      world.advance(to: date(2026, 3, 2, 6))
      #expect(try world.state("nightly") == .suspended(.first, .schedule))
      world.mover.end(job.id, .halted)
      world.advance(to: date(2026, 3, 3, 2))
      try world.complete("nightly")
      #expect(try world.slotWords("nightly") == ["started 1", "skipped closed", "resumed 1"])
      try world.make("never", try schedule("0 0 6 * * *", suspend: "0 0 6 * * *"))
      world.advance(to: date(2026, 3, 5, 7))
      #expect(try world.slotWords("never") == ["skipped closed ×3"])
      #expect(try world.state("never") == .begin)
      #expect(try world.job("never").scheduleSpent == 0)
      #expect(try world.history("never").isEmpty)
    }
  }

  @Test("one slot waits for the end of the run, also across a crash, and opens the next at once")
  func queue() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      var rule = try schedule("0 0 * * * *", count: 2)
      rule.overlap = .queue
      let job = try world.make("hourly", rule)
      world.advance(to: date(2026, 3, 2, 4, 30))
      #expect(try world.slotWords("hourly") == ["started 1", "queued", "skipped overlap ×2"])
      #expect(try world.job("hourly").queued == date(2026, 3, 2, 2))
      #expect(try world.job("hourly").scheduleSpent == 1)
      #expect(
        world.notes.notes.contains(.queued(job: job.definition.name, slot: date(2026, 3, 2, 2))))
      try world.crash()
      try world.complete("hourly")
      #expect(try world.state("hourly") == .preparing(RunNumber(rawValue: 2)))
      #expect(try world.slotWords("hourly") == ["started 1", "started 2", "skipped overlap ×2"])
      #expect(try world.run(2, of: "hourly")?.slot == date(2026, 3, 2, 2))
      #expect(try world.run(2, of: "hourly")?.trigger == .schedule)
      #expect(try world.job("hourly").scheduleSpent == 2)
      try world.complete("hourly")
      #expect(try world.state("hourly") == .finished(RunNumber(rawValue: 2)))
      let words = try world.history("hourly")
      #expect(
        words.suffix(6) == ["1 finished"]
          + ["starting", "preparing", "migrating", "closing", "finished"].map { "2 \($0)" })
    }
  }

  @Test("what ends the wait of a slot is its outcome: a hand, the suspend rule, an edit, a rest")
  func queueDropped() throws {
    let ends: [(String, (World, Name) throws -> Void)] = [
      ("skipped held", { world, name in _ = try world.perform(.setStatus(name, .pause)) }),
      ("skipped held", { world, name in _ = try world.perform(.setStatus(name, .close)) }),
      ("skipped closed", { world, _ in world.advance(to: date(2026, 3, 2, 2, 30)) }),
      (
        "skipped disabled",
        { world, name in
          _ = try world.perform(.setEnabled(name, false, note: ""))
        }
      ),
      (
        "skipped changed",
        { world, name in
          var definition = try world.job(name.text).definition
          definition.schedule.maxCount = 7
          _ = try world.perform(.redefineJob(name, definition))
        }
      ),
    ]
    for (expected, end) in ends {
      try Scratch.with { folder in
        let world = try World(folder)
        var rule = try schedule("0 0 * * * *", suspend: "0 30 2 * * *")
        rule.overlap = .queue
        let job = try world.make("hourly", rule)
        world.advance(to: date(2026, 3, 2, 2, 10))
        #expect(try world.slotWords("hourly") == ["started 1", "queued"])
        try end(world, job.definition.name)
        #expect(try world.slotWords("hourly") == ["started 1", expected])
        #expect(try world.job("hourly").queued == nil)
        #expect(try world.database.slotCounts(of: job.id).skipped.values.reduce(0, +) == 1)
      }
    }
  }

  @Test("a schedule has a beginning and an end, and a daemon that was down does not stretch it")
  func bounds() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      var rule = try schedule("0 0 2 * * *")
      rule.notBefore = date(2026, 3, 4, 2)
      rule.notAfter = date(2026, 3, 6, 2)
      try world.make("nightly", rule)
      #expect(try world.due("nightly") == [.start: date(2026, 3, 4, 2)])
      for day in 4...5 as ClosedRange<Int> {
        world.advance(to: date(2026, 3, day, 2))
        try world.complete("nightly")
      }
      try world.crash(down: 24 * 3_600 + 7_200)
      world.advance(seconds: 0)
      #expect(try world.slotWords("nightly") == ["started 1", "started 2", "skipped missed"])
      #expect(try world.due("nightly").isEmpty)
      world.advance(to: date(2026, 3, 20))
      #expect(try world.job("nightly").lastRun == RunNumber(rawValue: 2))
      // A request for a schedule that is over is refused.
      let new = try world.newJob("late", from: "nightly-from", to: "nightly-from", schedule: rule)
      #expect(world.refusal(.createJob(new, resolved: [:])) == .invalidArgument)
    }
  }

  @Test("a schedule that a clock in 2098 took to be over goes on when the clock is right")
  func endedByWrongClock() throws {
    for isRestarted in [false, true] {
      try Scratch.with { folder in
        let world = try World(folder)
        var rule = try schedule("0 0 2 * * *", catchUp: .skip)
        rule.notAfter = date(2027, 1, 1)
        try world.make("nightly", rule)
        world.now = date(2098, 1, 1)
        world.engine.clockStepped(now: world.now)
        #expect(try world.due("nightly").isEmpty)
        world.now = date(2026, 3, 3)
        if isRestarted { try world.crash() } else { world.engine.clockStepped(now: world.now) }
        world.advance(to: date(2026, 3, 3, 2))
        #expect(try world.state("nightly").status == .preparing)
      }
    }
  }

  @Test("jitter moves when a slot is acted on, by a constant of the job, never which slot it is")
  func jitter() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      var rule = try schedule("0 0 * * * *")
      rule.jitter = 1_800_000_000
      var offsets: Set<Int64> = []
      for number in 0..<20 {
        let name = "hourly-\(number)"
        let offset = try world.make(name, rule).startOffset
        #expect((0..<1_800_000_000).contains(offset))
        offsets.insert(offset)
        let action = date(2026, 3, 2, 1).advanced(byMicroseconds: offset)
        #expect(try world.due(name)[.start] == action)
      }
      #expect(offsets.count == 20, "spread")
      let offset = try world.job("hourly-0").startOffset
      world.advance(to: date(2026, 3, 2, 1).advanced(byMicroseconds: offset - 1))
      #expect(try world.state("hourly-0") == .begin)
      world.advance(to: date(2026, 3, 2, 1).advanced(byMicroseconds: offset))
      #expect(try world.run(1, of: "hourly-0")?.slot == date(2026, 3, 2, 1))
      #expect(try world.run(1, of: "hourly-0")?.trigger == .schedule)
      #expect(
        try world.due("hourly-0")[.start] == date(2026, 3, 2, 2).advanced(byMicroseconds: offset))
    }
  }

  @Test("a run that is under way too long is closed; the time that it is paused does not count")
  func runLimit() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      let job = try world.make("photos")
      let name = job.definition.name
      var definition = job.definition
      definition.maxRunTime = 3_600_000_000
      _ = try world.perform(.redefineJob(name, definition))
      try world.set(.start, "photos")
      try world.succeed("photos")
      #expect(try world.due("photos") == [.limit: date(2026, 3, 2, 1)])
      world.advance(to: date(2026, 3, 2, 0, 40))
      try world.set(.pause, "photos")
      world.mover.end(job.id, .halted)
      #expect(try world.due("photos").isEmpty)
      world.advance(to: date(2026, 3, 2, 9))
      try world.set(.start, "photos")
      #expect(try world.due("photos") == [.limit: date(2026, 3, 2, 9, 20)])
      try world.succeed("photos")
      world.advance(to: date(2026, 3, 2, 9, 20))
      #expect(try world.state("photos") == .closing(.first, .cut))
      world.mover.end(job.id, .halted)
      world.deliver()
      try world.succeed("photos")
      #expect(try world.state("photos") == .finished(.first))
      let closing = try world.database.commits(of: job.id, run: nil, before: nil, limit: 2)[1]
      #expect(closing.cause == .system && closing.message.contains("MaxRunTime"))
      // The next run has its own time.
      try world.set(.start, "photos")
      #expect(try world.due("photos") == [.limit: date(2026, 3, 2, 10, 20)])
    }
  }

  @Test("a job made by request rests and goes on with a note; its slots are one row")
  func enabling() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      let name = try world.make("nightly", try schedule("0 0 2 * * *")).definition.name
      _ = try world.perform(.setEnabled(name, false, note: "moving house"))
      #expect(try world.job("nightly").note == "moving house")
      #expect(try world.due("nightly").isEmpty)
      // A hand that starts and ends a run meanwhile does not end the rest.
      world.advance(to: date(2026, 3, 5, 12))
      try world.set(.start, "nightly")
      try world.set(.close, "nightly")
      world.mover.end(try world.job("nightly").id, .halted)
      world.deliver()
      try world.succeed("nightly")
      world.advance(to: date(2026, 3, 9, 12))
      _ = try world.perform(.setEnabled(name, true, note: ""))
      #expect(try world.slotWords("nightly") == ["skipped disabled ×8"])
      #expect(try world.job("nightly").note == "")
      #expect(try world.due("nightly") == [.start: date(2026, 3, 10, 2)])
      #expect(try world.database.slotCounts(of: nil).skipped == [.disabled: 8])
    }
  }

  @Test("an edit counts from now on: what the old rule had named is settled, nothing is replayed")
  func edit() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      var rule = try schedule("0 0 * * * *")
      rule.jitter = 3_600_000_000
      let job = try world.make("hourly", rule)
      // The slot has come, its offset keeps it waiting.
      world.advance(to: date(2026, 3, 2, 1))
      var definition = job.definition
      definition.schedule = try schedule("0 */5 0 * * *")
      definition.overwrite = .never
      definition.throttle = Throttle(bitsPerSecond: 8)
      _ = try world.perform(.redefineJob(job.definition.name, definition))
      #expect(try world.slotWords("hourly") == ["skipped changed"])
      let edited = try world.job("hourly")
      #expect(edited.watermark == world.now)
      #expect(edited.definition.overwrite == .never)
      #expect(edited.definition.throttle == .none, "limits have a request of their own")
      #expect(try world.due("hourly") == [.start: date(2026, 3, 3)])
    }
  }

  @Test("requests do not change what a file defines, nor ask for a schedule that cannot be kept")
  func refusals() throws {
    try Scratch.with { folder in
      let world = try World(folder, limits: EngineLimits(minScheduleInterval: 600_000_000))
      let job = try world.make("asked", try schedule("0 0 2 * * *"))
      for text in ["0 */5 * * * *", "0 0,5 2 * * *", "0 55 1,2 * * *"] {
        var definition = job.definition
        definition.schedule = try schedule(text, zone: "Europe/Berlin")
        // 01:55 and 02:55 are five minutes apart when the clock jumps from 02:00 to 03:00.
        let code = world.refusal(.redefineJob(job.definition.name, definition))
        #expect(code == .invalidArgument, "\(text)")
      }
      var wish = Wish(addresses: [], jobs: [])
      let file = Origin.file("/etc/ferry/jobs.d/filed.job")
      wish.jobs.append(
        try world.newJob("filed", from: "asked-from", to: "asked-to", origin: file))
      try world.engine.adopt(wish, now: world.now)
      let filed = try world.job("filed").definition
      for command: Command in [
        .redefineJob(filed.name, filed), .setEnabled(filed.name, false, note: ""),
      ] {
        let refusal = #expect(throws: Refusal.self) { try world.perform(command) }
        #expect(refusal?.message.contains("/etc/ferry/jobs.d/filed.job") == true)
      }
      let absent = try Name("absent", of: "job")
      #expect(world.refusal(.setEnabled(absent, true, note: "")) == .noSuchJob)
    }
  }
}
