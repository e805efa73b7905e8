import Calendar
import Engine
import Migration
import Store
import TestSupport
import Testing

@Suite struct CornerTests {
  @Test("a slot that a wrong clock has used to resume a run resumes it when it truly comes")
  func resumedTwice() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      let id = try world.make("nightly", try schedule("0 0 2 * * *", suspend: "0 0 6 * * *")).id
      world.advance(to: date(2026, 3, 2, 5))
      func pause() {
        world.mover.end(id, .halted)
        world.deliver()
      }
      world.advance(to: date(2026, 3, 2, 7))
      pause()
      // Far ahead for a night, and right again.
      world.now = date(2026, 3, 6, 1)
      world.engine.clockStepped(now: world.now, by: 4 * ScheduleRule.day)
      world.advance(to: date(2026, 3, 6, 2))
      #expect(try world.state("nightly").isUnderWay)
      world.advance(to: date(2026, 3, 6, 7))
      pause()
      world.now = date(2026, 3, 2, 8)
      world.engine.clockStepped(now: world.now, by: -4 * ScheduleRule.day)
      for day in 3...6 {
        world.advance(to: date(2026, 3, day, 3))
        #expect(try world.state("nightly").isUnderWay, "on the \(day).")
        world.advance(to: date(2026, 3, day, 7))
        pause()
      }
      #expect(try world.slotWords("nightly") == ["started 1"] + (3...6).map { _ in "resumed 1" })
      #expect(try world.job("nightly").lastRun == .first)
    }
  }

  @Test("a run that ends in the tick of its suspend rule opens nothing for the slot that waits")
  func endsAsTheWindowShuts() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      var rule = try schedule("0 0 2,3 * * *", suspend: "0 0 6 * * *")
      rule.overlap = .queue
      try world.make("nightly", rule)
      world.advance(to: date(2026, 3, 2, 5, 59))
      try world.succeed("nightly", times: 2)
      #expect(try world.state("nightly").status == .closing)
      world.now = date(2026, 3, 2, 6)
      try world.succeed("nightly")
      world.engine.wake(now: world.now)
      #expect(try world.state("nightly") == .finished(.first))
      #expect(try world.slotWords("nightly") == ["started 1", "skipped closed"])
    }
  }

  @Test("a report that cannot be recorded holds up its own job's only, and is taken in its order")
  func oneReportRefused() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      for name in ["stuck", "free"] {
        try world.make(name)
        try world.set(.start, name)
      }
      let id = try world.job("stuck").id
      world.store.refusals[id] = StoreFailure(.failed, "not this one")
      try world.succeed("stuck")
      world.mover.succeed(id)
      try world.complete("free")
      #expect(try world.state("free") == .finished(.first))
      #expect(try world.state("stuck") == .preparing(.first))
      world.store.refusals = [:]
      world.engine.wake(now: world.now)
      #expect(try world.state("stuck") == .doing(.first))
      try world.succeed("stuck", times: 2)
      #expect(try world.state("stuck") == .finished(.first))
      #expect(world.notes.notes.contains(.storeRecovered))
    }
  }

  @Test("the run of a slot that was made up for and had to wait says so, also after a crash")
  func queuedCatchUp() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      var rule = try schedule("0 0 * * * *")
      rule.overlap = .queue
      try world.make("hourly", rule)
      try world.set(.start, "hourly")
      world.now = date(2026, 3, 2, 2, 30)
      world.engine.wake(now: world.now)
      #expect(try world.slotWords("hourly") == ["skipped missed", "queued"])
      try world.crash()
      try world.complete("hourly")
      #expect(try world.run(2, of: "hourly")?.trigger == .catchup)
    }
  }

  @Test("a clock set right uses up nothing of MaxRunTime, in either direction")
  func runLimitAndSteps() throws {
    for step in [365 * ScheduleRule.day, -365 * ScheduleRule.day] {
      try Scratch.with { folder in
        let world = try World(folder)
        var job = try world.newJob("photos", from: "here", to: "there")
        for side in ["here", "there"] {
          try world.perform(.createAddress(try world.address(side), resolved: nil))
        }
        job.definition.maxRunTime = 3_600_000_000
        try world.perform(.createJob(job, resolved: [:]))
        try world.set(.start, "photos")
        world.advance(seconds: 300)
        world.now = world.now.advanced(byMicroseconds: step)
        world.engine.clockStepped(now: world.now, by: step)
        world.advance(seconds: 3_200)
        #expect(try world.state("photos").isUnderWay)
        world.advance(seconds: 200)
        #expect(try world.state("photos").status == .closing)
      }
    }
  }

  @Test("a step of the clock is followed up in batches, with other work between, and over a crash")
  func stepInBatches() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      try world.adopt(600, try schedule("0 0 9 * * *", catchUp: .skip))
      try world.make("asked")
      let right = world.now
      world.now = date(2027, 3, 2)
      world.engine.clockStepped(now: world.now)
      while world.engine.nextWake(now: world.now).map({ $0 <= world.now }) ?? false {
        world.engine.wake(now: world.now)
      }
      #expect(try world.database.nextDue() == date(2027, 3, 2, 9))
      #expect(try world.database.latestChange() == date(2027, 3, 2))
      world.now = right
      world.engine.clockStepped(now: world.now)
      #expect(world.engine.nextWake(now: world.now) == world.now)
      try world.set(.start, "asked")
      #expect(try world.state("asked") == .preparing(.first))
      try world.crash()
      while world.engine.nextWake(now: world.now) == world.now {
        world.engine.wake(now: world.now)
      }
      #expect(try world.database.latestChange() == right)
      let due = try world.database.dueEvents(until: date(2026, 3, 2, 9), limit: 1_000)
      #expect(due.count == 600)
    }
  }
}
