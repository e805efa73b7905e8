import Calendar
import Engine
import Migration
import Store
import TestSupport
import Testing

@Suite struct ScheduleTests {
  @Test("a week of a nightly job in Berlin, across the change to summer time")
  func week() throws {
    try Scratch.with { folder in
      // The clocks go forward on Sunday 2026-03-29, 02:00 local time.
      let world = try World(folder, now: date(2026, 3, 25, 12))
      try world.make("nightly", try schedule("0 30 2 * * *", zone: "Europe/Berlin"))
      var starts: [Instant] = []
      for _ in 0..<7 {
        let next = try #require(try world.due("nightly")[.start])
        world.advance(to: next)
        #expect(try world.state("nightly").status == .preparing)
        try world.complete("nightly")
        starts.append(next)
        world.advance(seconds: 3_600)
      }
      #expect(
        starts == [
          date(2026, 3, 26, 1, 30), date(2026, 3, 27, 1, 30), date(2026, 3, 28, 1, 30),
          date(2026, 3, 29, 1), date(2026, 3, 30, 0, 30), date(2026, 3, 31, 0, 30),
          date(2026, 4, 1, 0, 30),
        ])
      let job = try world.job("nightly")
      #expect(job.state == .finished(RunNumber(rawValue: 7)))
      #expect(job.scheduleSpent == 7)
      #expect(job.watermark == starts.last)
      #expect(try world.slotWords("nightly") == (1...7).map { "started \($0)" })
      #expect(try world.run(3, of: "nightly")?.slot == starts[2])
      #expect(try world.run(3, of: "nightly")?.trigger == .schedule)
    }
  }

  @Test("a slot is claimed once, however often the loop is woken")
  func claimedOnce() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      try world.make("hourly", try schedule("0 0 * * * *"))
      world.now = date(2026, 3, 2, 1)
      for _ in 0..<10 { world.engine.wake(now: world.now) }
      #expect(world.mover.acts == ["prepare 1.1"])
      try world.crash()
      for _ in 0..<10 { world.engine.wake(now: world.now) }
      #expect(try world.job("hourly").lastRun == .first)
      #expect(try world.slotWords("hourly") == ["started 1"])
      #expect(try world.due("hourly") == [.start: date(2026, 3, 2, 2)])
    }
  }

  @Test("slots that meet a running, a held or an ending job are skipped for that, and folded")
  func overlapAndHeld() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      let job = try world.make("hourly", try schedule("0 0 * * * *"))
      world.advance(to: date(2026, 3, 2, 4, 30))
      #expect(try world.slotWords("hourly") == ["started 1", "skipped overlap ×3"])
      try world.set(.pause, "hourly")
      world.mover.end(job.id, .halted)
      world.advance(to: date(2026, 3, 2, 6, 30))
      #expect(
        try world.slotWords("hourly")
          == ["started 1", "skipped overlap ×3", "skipped held ×2"])
      try world.set(.start, "hourly")
      try world.complete("hourly")
      world.advance(to: date(2026, 3, 2, 7, 30))
      let slots = try world.slots("hourly")
      #expect(slots[1].first == date(2026, 3, 2, 2))
      #expect(slots[1].last == date(2026, 3, 2, 4))
      #expect(slots.last?.outcome == "started")
      #expect(slots.last?.run == RunNumber(rawValue: 2))
      #expect(try world.job("hourly").scheduleSpent == 2)
    }
  }

  @Test("the suspend rule pauses, the start rule continues the same run at no cost")
  func window() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      let job = try world.make(
        "nightly", try schedule("0 0 2 * * *", suspend: "0 0 6 * * *", count: 1))
      world.advance(to: date(2026, 3, 2, 6))
      #expect(try world.state("nightly") == .suspended(.first, .schedule))
      world.mover.end(job.id, .halted)
      // Spent, but its own run is to be continued.
      world.advance(to: date(2026, 3, 3, 2))
      #expect(try world.state("nightly") == .preparing(.first))
      #expect(try world.slotWords("nightly") == ["started 1", "resumed 1"])
      #expect(try world.job("nightly").scheduleSpent == 1)
      try world.complete("nightly")
      #expect(try world.state("nightly") == .finished(.first))
      #expect(try world.due("nightly").isEmpty, "nothing wakes for a spent schedule")
      // By hand it starts, and its window ends it.
      try world.set(.start, "nightly")
      #expect(try world.due("nightly")[.suspend] == date(2026, 3, 3, 6))
      world.advance(to: date(2026, 3, 3, 6))
      #expect(
        try world.state("nightly") == .suspended(RunNumber(rawValue: 2), .schedule))
      world.mover.end(job.id, .halted)
      world.advance(to: date(2026, 3, 4, 2))
      try world.complete("nightly")
      #expect(try world.due("nightly").isEmpty)
      let spent = world.notes.notes.contains(.exhausted(job: job.definition.name, runs: 1))
      #expect(spent)
    }
  }

  @Test("a pause by hand outweighs the rules: only a hand continues it")
  func heldAgainstRules() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      let job = try world.make(
        "nightly", try schedule("0 0 2 * * *", suspend: "0 0 6 * * *"))
      world.advance(to: date(2026, 3, 2, 6))
      try world.set(.pause, "nightly")
      world.mover.end(job.id, .halted)
      world.advance(to: date(2026, 3, 4, 1))
      #expect(try world.state("nightly") == .suspended(.first, .hand))
      #expect(try world.slotWords("nightly") == ["started 1", "skipped held"])
      try world.set(.start, "nightly")
      #expect(try world.state("nightly") == .preparing(.first))
    }
  }

  @Test("a cause that a person has to mend is tried again once per slot")
  func attention() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      let job = try world.make("hourly", try schedule("0 0 * * * *"))
      for hour in 1...3 as ClosedRange<Int64> {
        world.advance(to: date(2026, 3, 2, hour))
        #expect(try world.state("hourly") == .preparing(.first))
        world.mover.end(job.id, .blocked(.preparing, "no mount"))
        world.deliver()
        #expect(try world.state("hourly") == .suspended(.first, .attention("no mount")))
      }
      #expect(try world.slotWords("hourly") == ["started 1", "resumed 1", "resumed 1"])
      #expect(try world.job("hourly").scheduleSpent == 1)
    }
  }

  @Test("what came while the daemon was down is made up for once, or recorded as missed")
  func downtime() throws {
    for (catchUp, window, hours, expected) in downtimes {
      try Scratch.with { folder in
        let world = try World(folder)
        try world.make(
          "six", try schedule("0 0 */6 * * *", catchUp: catchUp, window: window * 3_600_000_000))
        try world.crash(down: hours * 3_600)
        world.advance(seconds: 0)
        #expect(try world.slotWords("six") == expected, "\(catchUp) \(window) \(hours)")
        #expect(
          try world.job("six").scheduleSpent == (expected.last == "started 1" ? 1 : 0))
        if expected.last == "started 1" {
          #expect(try world.run(1, of: "six")?.trigger == .catchup)
        }
        let next = try #require(try world.due("six")[.start])
        #expect(next > world.now)
        #expect(next.microseconds(since: world.now) <= 6 * 3_600_000_000)
      }
    }
  }

  @Test("after a downtime the level of both rules decides about a run that they have paused")
  func levels() throws {
    for catchUp in [ScheduleRule.CatchUp.once, .skip] {
      for (hours, isPaused) in [(8, true), (21, false), (24, true), (45, false)] {
        try Scratch.with { folder in
          let world = try World(folder, now: date(2026, 3, 2, 1))
          let job = try world.make(
            "nightly", try schedule("0 0 2 * * *", suspend: "0 0 6 * * *", catchUp: catchUp))
          world.advance(to: date(2026, 3, 2, 6))
          world.mover.end(job.id, .halted)
          world.deliver()
          #expect(try world.state("nightly") == .suspended(.first, .schedule))
          // Down from 06:00, back at a time when the window is shut or open.
          try world.crash(down: Int64(hours) * 3_600)
          world.advance(seconds: 0)
          let state = try world.state("nightly")
          #expect((state == .suspended(.first, .schedule)) == isPaused, "\(hours) h, \(catchUp)")
          #expect(try world.job("nightly").scheduleSpent == 1)
        }
      }
    }
  }

  @Test("a suspend rule that fired before a start does not pause what that start began")
  func suspendOlderThanStart() throws {
    try Scratch.with { folder in
      let world = try World(folder, now: date(2026, 3, 2, 1))
      try world.make("nightly", try schedule("0 0 2 * * *", suspend: "0 0 6 * * *"))
      // Down from 01:00 to 03:00 of the next day: start, suspend and start again have fired.
      try world.crash(down: 26 * 3_600)
      world.advance(seconds: 0)
      #expect(try world.state("nightly") == .preparing(.first))
      #expect(try world.slotWords("nightly") == ["skipped missed", "started 1"])
      #expect(try world.due("nightly")[.suspend] == date(2026, 3, 3, 6))
    }
  }

  @Test("a run that went on through its window's end and next beginning is left alone")
  func runningThroughWindows() throws {
    try Scratch.with { folder in
      let world = try World(folder, now: date(2026, 3, 2, 1))
      try world.make("nightly", try schedule("0 0 2 * * *", suspend: "0 0 6 * * *"))
      world.advance(to: date(2026, 3, 2, 2))
      try world.succeed("nightly")
      try world.crash(down: 25 * 3_600)
      world.advance(seconds: 0)
      #expect(try world.state("nightly") == .doing(.first))
      try world.crash(down: 4 * 3_600)
      world.advance(seconds: 0)
      #expect(try world.state("nightly") == .suspended(.first, .schedule))
    }
  }

  @Test("a slot that a pause or close has passed is not acted on afterwards")
  func watermarkOfAHand() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      try world.make("hourly", try schedule("0 0 * * * *"))
      try world.set(.start, "hourly")
      // The slot has come; the close is decided before the loop looks at the clock.
      world.now = date(2026, 3, 2, 1, 0, 1)
      try world.set(.close, "hourly")
      world.mover.end(try world.job("hourly").id, .halted)
      world.deliver()
      try world.succeed("hourly")
      #expect(try world.state("hourly") == .finished(.first))
      world.engine.wake(now: world.now)
      #expect(try world.state("hourly") == .finished(.first))
      #expect(try world.slotWords("hourly") == ["skipped missed"])
      #expect(try world.due("hourly")[.start] == date(2026, 3, 2, 2))
    }
  }

  @Test("a job whose zone is gone rests, tells it, and goes on when the zone is back")
  func zoneMissing() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      let rule = try schedule("0 0 2 * * *", zone: "Europe/Berlin", catchUp: .skip)
      let job = try world.make("nightly", rule)
      world.zones.missing = ["Europe/Berlin"]
      world.advance(to: date(2026, 3, 3, 12, 30))
      #expect(try world.job("nightly").lastRun == nil)
      #expect(
        world.notes.notes.contains(
          .zoneMissing(job: job.definition.name, zone: "Europe/Berlin")))
      world.zones.missing = []
      world.advance(to: date(2026, 3, 4, 1))
      #expect(try world.state("nightly") == .preparing(.first))
      #expect(try world.due("nightly")[.start] == date(2026, 3, 5, 1))
      // A job without rules has nothing to rest for.
      world.zones.missing = ["UTC"]
      let plain = try world.newJob("plain", from: "nightly-from", to: "nightly-from")
      let wish = Wish(addresses: [], jobs: [try fromFile(plain)])
      try world.engine.adopt(wish, now: world.now)
      #expect(try world.due("plain").isEmpty)
    }
  }

  private func fromFile(_ new: NewJob) throws -> NewJob {
    var new = new
    new.origin = .file("/etc/ferry/jobs.d/plain.job")
    return new
  }
}

/// Policy, window in hours, hours down from midnight, what becomes of a rule every six hours.
private let downtimes: [(ScheduleRule.CatchUp, Int64, Int64, [String])] = [
  (.once, 24, 5, []),
  (.once, 24, 7, ["started 1"]),
  (.once, 24, 49, ["skipped missed ×7", "started 1"]),
  (.once, 1, 7, ["started 1"]),
  (.once, 1, 8, ["skipped missed"]),
  (.skip, 24, 7, ["skipped missed"]),
  (.skip, 24, 49, ["skipped missed ×8"]),
]
