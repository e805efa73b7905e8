import Calendar
import Engine
import Migration
import Store
import TestSupport
import Testing

@Suite struct ClockTests {
  @Test("set forward, what was stepped over is dealt with as after a downtime")
  func forward() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      try world.make("hourly", try schedule("0 0 * * * *"))
      world.now = date(2026, 3, 2, 5, 30)
      world.engine.clockStepped(now: world.now)
      #expect(try world.slotWords("hourly") == ["skipped missed ×4", "started 1"])
      #expect(world.notes.notes.contains(.clockStepped(now: world.now)))
    }
  }

  @Test("set back, a slot that has run does not run again, and one that was skipped does")
  func backward() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      try world.make("hourly", try schedule("0 0 * * * *"))
      world.advance(to: date(2026, 3, 2, 3, 10))
      try world.complete("hourly")
      world.now = date(2026, 3, 2, 0, 10)
      world.engine.clockStepped(now: world.now)
      world.advance(to: date(2026, 3, 2, 1, 59))
      #expect(try world.job("hourly").lastRun == .first)
      // What is skipped again keeps what was recorded first.
      world.advance(to: date(2026, 3, 2, 3, 59))
      #expect(try world.slotWords("hourly") == ["started 1", "started 2", "skipped overlap"])
      try world.complete("hourly")
      world.advance(to: date(2026, 3, 2, 4))
      #expect(
        try world.slotWords("hourly") == [
          "started 1", "started 2", "skipped overlap", "started 3",
        ])
    }
  }

  @Test("a start finds the one job that a fast clock has left behind, among many that fire rarely")
  func aheadAmongMany() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      for number in 0..<20 { try world.make("leap\(number)", try schedule("0 0 0 29 2 *")) }
      try world.make("hourly", try schedule("0 0 * * * *", catchUp: .skip))
      let right = world.now
      world.now = date(2026, 9, 1)
      world.engine.clockStepped(now: world.now)
      world.now = right
      try world.crash()
      world.advance(to: right.advanced(byMicroseconds: 7_200_000_000))
      #expect(try world.job("hourly").lastRun != nil)
    }
  }

  @Test("a clock that was in 2098 for a while does not keep a job from its next slot")
  func yearsAhead() throws {
    for (isRestarted, catchUp) in [
      (false, ScheduleRule.CatchUp.once), (true, .once), (false, .skip), (true, .skip),
    ] {
      try Scratch.with { folder in
        let world = try World(folder)
        try world.make("nightly", try schedule("0 0 2 * * *", catchUp: catchUp))
        try world.make("monthly", try schedule("0 0 0 1 * *", catchUp: .skip))
        world.advance(to: date(2026, 3, 4, 12))
        try world.complete("nightly")
        world.advance(to: date(2026, 3, 5, 1))
        let runs = try world.job("nightly").lastRun?.rawValue ?? 0
        world.now = date(2098, 1, 1)
        world.engine.clockStepped(now: world.now)
        if try world.state("nightly").status == .preparing { try world.complete("nightly") }
        let before = try world.job("nightly").lastRun?.rawValue ?? 0
        #expect(before == runs + (catchUp == .once ? 1 : 0))
        // Right again two days later; the daemon lives through it, or has died meanwhile.
        world.now = date(2026, 3, 7)
        if isRestarted { try world.crash() } else { world.engine.clockStepped(now: world.now) }
        world.advance(to: date(2026, 3, 8, 3))
        let story = "\(isRestarted) \(catchUp): \(try world.slotWords("nightly"))"
        #expect(try world.job("nightly").lastRun?.rawValue == before + 1, "\(story)")
        let slots = try world.slots("nightly").filter { $0.first <= world.now }
        // On the 8th it runs still; that it was not there by the clock ahead stays on record.
        let now = slots.suffix(3)
        #expect(now.map(\.outcome) == ["skipped", "started", "skipped"], "\(story)")
        #expect(now.prefix(2).map(\.count) == [2, 1], "\(story)")
        #expect(now.map(\.first.seconds) == [5, 7, 8].map { date(2026, 3, $0, 2).seconds })
        #expect(
          world.notes.notes.contains { if case .slotsComeAgain = $0 { true } else { false } })
        #expect(try world.due("monthly")[.start] == date(2026, 4, 1))
      }
    }
  }

  @Test("a step of the clock that the store could not take is made up for")
  func stepWhileFull() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      try world.make("nightly", try schedule("0 0 2 * * *", catchUp: .skip))
      world.now = date(2098, 1, 1)
      world.engine.clockStepped(now: world.now)
      world.now = date(2026, 3, 2)
      world.store.refusal = StoreFailure(.full, "full")
      world.engine.clockStepped(now: world.now)
      world.store.refusal = nil
      world.advance(to: date(2026, 3, 2, 2))
      #expect(try world.state("nightly").status == .preparing)
    }
  }

  @Test("a slot that a hand has passed gets its outcome, though the clock was set back meanwhile")
  func backBehindAHand() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      try world.make("hourly", try schedule("0 0 * * * *"))
      try world.set(.start, "hourly")
      world.now = date(2026, 3, 2, 1, 0, 5)
      try world.set(.pause, "hourly")
      world.now = date(2026, 3, 2, 0, 30)
      world.engine.clockStepped(now: world.now)
      world.advance(to: date(2026, 3, 2, 2))
      #expect(try world.slotWords("hourly") == ["skipped missed", "skipped held"])
    }
  }

  @Test("a step that changes nothing writes nothing")
  func quietStep() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      for number in 0..<20 { try world.make("job-\(number)", try schedule("0 0 2 * * *")) }
      let before = world.store.commits
      world.now = world.now.advanced(byMicroseconds: 2_000_000)
      world.engine.clockStepped(now: world.now)
      #expect(world.store.commits == before)
    }
  }
  @Test("a slot that waits by a clock far ahead comes again, and opens no run before")
  func queuedAhead() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      var rule = try schedule("0 0 2 * * *")
      rule.overlap = .queue
      try world.make("nightly", rule)
      world.advance(to: date(2026, 3, 2, 2))
      world.now = date(2026, 3, 20, 2)
      world.engine.clockStepped(now: world.now)
      #expect(try world.job("nightly").queued == date(2026, 3, 20, 2))
      world.now = date(2026, 3, 2, 3)
      world.engine.clockStepped(now: world.now)
      try world.complete("nightly")
      #expect(try world.state("nightly") == .finished(.first))
      #expect(try world.job("nightly").queued == nil)
      #expect(try world.slotWords("nightly") == ["started 1", "skipped missed ×18"])
      for day in 3...20 {
        world.advance(to: date(2026, 3, day, 2))
        try world.complete("nightly")
      }
      #expect(try world.slotWords("nightly") == (1...19).map { "started \($0)" })
    }
  }

  @Test("the log tells of a watermark moved where the schedule was taken to be over, too")
  func movedIsTold() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      var rule = try schedule("0 0 2 * * *", catchUp: .skip)
      rule.notAfter = date(2027, 1, 1)
      let job = try world.make("nightly", rule)
      world.now = date(2026, 12, 31, 23)
      world.engine.clockStepped(now: world.now)
      let from = try world.job("nightly").watermark
      world.now = date(2026, 3, 3)
      world.engine.clockStepped(now: world.now)
      let note = EngineNote.slotsComeAgain(job: job.definition.name, last: from, now: world.now)
      #expect(world.notes.notes.contains(note))
    }
  }
}
