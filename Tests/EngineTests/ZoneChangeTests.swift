import Calendar
import Engine
import Migration
import Store
import TestSupport
import Testing

@Suite struct ZoneChangeTests {
  @Test("new data of a zone move the starts to come, and the log says for how many jobs")
  func moved() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      for number in 0..<3 {
        try world.make("job-\(number)", try schedule("0 0 9 * * *", suspend: "0 0 18 * * *"))
      }
      try world.make("other", try schedule("0 0 9 * * *", zone: "Europe/Berlin"))
      #expect(try world.database.zoneGenerations() == ["UTC": "host", "Europe/Berlin": "host"])
      world.zones.isSwapped = ["UTC"]
      world.engine.zonesChanged(now: world.now)
      for number in 0..<3 {
        let due = try world.due("job-\(number)")
        #expect(due == [.start: date(2026, 3, 2, 8), .suspend: date(2026, 3, 2, 17)])
      }
      #expect(try world.due("other") == [.start: date(2026, 3, 2, 8)])
      #expect(try world.database.zoneGenerations()["UTC"] == "swapped")
      #expect(world.notes.notes.filter(isChange) == [.zoneChanged(zone: "UTC", jobs: 3)])
      // Nothing is done twice.
      let commits = world.store.commits
      world.engine.zonesChanged(now: world.now)
      #expect(world.store.commits == commits)
    }
  }

  @Test("a daemon that was down while the data changed finds it at its start")
  func whileDown() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      try world.make("nightly", try schedule("0 0 9 * * *"))
      world.zones.isSwapped = ["UTC"]
      try world.crash(down: 60)
      #expect(try world.due("nightly")[.start] == date(2026, 3, 2, 8))
      #expect(world.notes.notes.filter(isChange) == [.zoneChanged(zone: "UTC", jobs: 1)])
    }
  }

  @Test("a slot cut out of a row that older data began leaves the others of that row")
  func cutAcrossData() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      try world.make("nightly", try schedule("0 0 9 * * *", catchUp: .skip))
      world.now = date(2026, 3, 2, 10)
      world.engine.clockStepped(now: world.now)
      world.zones.isSwapped = ["UTC"]
      world.engine.zonesChanged(now: world.now)
      // By the new data at eight; the clock runs ahead over two of them and is set right.
      world.now = date(2026, 3, 5)
      world.engine.clockStepped(now: world.now)
      #expect(try world.slotWords("nightly") == ["skipped missed ×3"])
      world.now = date(2026, 3, 4, 7, 59)
      world.engine.clockStepped(now: world.now)
      world.advance(to: date(2026, 3, 4, 8))
      #expect(try world.slotWords("nightly") == ["skipped missed ×2", "started 1"])
      let row = try #require(try world.slots("nightly").first)
      #expect(row.first == date(2026, 3, 2, 9) && row.last == date(2026, 3, 3, 8))
    }
  }

  @Test("new data name a slot of a spent schedule's past: it gets its outcome like any other")
  func spent() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      world.zones.isSwapped = ["UTC"]
      world.engine.zonesChanged(now: world.now)
      try world.make("once", try schedule("0 0 9 * * *", count: 1))
      world.advance(to: date(2026, 3, 2, 8))
      #expect(try world.slotWords("once") == ["started 1"])
      world.now = date(2026, 3, 2, 9, 30)
      world.zones.isSwapped = []
      world.engine.zonesChanged(now: world.now)
      world.advance(seconds: 60)
      #expect(try world.slotWords("once") == ["started 1", "skipped exhausted"])
      #expect(try world.due("once")[.start] == date(2026, 3, 3, 9))
    }
  }

  @Test("many jobs are computed again in batches, with other work between, and over a crash")
  func batches() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      try world.adopt(600, try schedule("0 0 9 * * *"))
      try world.make("asked", try schedule(nil))
      world.zones.isSwapped = ["UTC"]
      world.engine.zonesChanged(now: world.now)
      func done() throws -> Int {
        try world.database.dueEvents(until: date(2026, 3, 2, 8), limit: 1_000).count
      }
      let first = try done()
      #expect(first > 0 && first < 600)
      #expect(world.engine.nextWake(now: world.now) == world.now)
      #expect(try world.database.zoneGenerations()["UTC"]?.isEmpty == true)
      try world.set(.start, "asked")
      #expect(try world.state("asked") == .preparing(.first))
      try world.crash()
      #expect(try world.database.zoneGenerations()["UTC"]?.isEmpty == true)
      var rounds = 0
      while world.engine.nextWake(now: world.now) == world.now {
        world.engine.wake(now: world.now)
        rounds += 1
      }
      #expect(rounds == 2)
      #expect(try done() == 600)
      #expect(world.notes.notes.filter(isChange) == [.zoneChanged(zone: "UTC", jobs: 601)])
      #expect(try world.database.zoneGenerations()["UTC"] == "swapped")
    }
  }

  @Test("a slot that new data put between the watermark and now is made up for, or missed")
  func betweenWatermarkAndNow() throws {
    for (catchUp, words) in [
      (ScheduleRule.CatchUp.once, ["started 1", "started 2"]),
      (.skip, ["started 1", "skipped missed"]),
    ] {
      try Scratch.with { folder in
        let world = try World(folder)
        try world.make("nightly", try schedule("0 0 9 * * *", catchUp: catchUp))
        world.advance(to: date(2026, 3, 2, 10))
        try world.complete("nightly")
        world.advance(to: date(2026, 3, 3, 8, 30))
        world.zones.isSwapped = ["UTC"]
        world.engine.zonesChanged(now: world.now)
        world.engine.wake(now: world.now)
        #expect(try world.slotWords("nightly") == words)
        #expect(try world.slots("nightly").last?.first == date(2026, 3, 3, 8))
        world.advance(to: date(2026, 3, 3, 23))
        #expect(try world.slotWords("nightly") == words)
        // Back again: what was acted on is not acted on again.
        world.zones.isSwapped = []
        world.engine.zonesChanged(now: world.now)
        #expect(try world.due("nightly")[.start] == date(2026, 3, 4, 9))
      }
    }
  }

  @Test("a pause that new data put before now is made up for; a hand's later start is not paused")
  func suspendBeforeNow() throws {
    for isByHand in [false, true] {
      try Scratch.with { folder in
        let world = try World(folder)
        try world.make(
          "nightly", try schedule(isByHand ? nil : "0 0 9 * * *", suspend: "0 0 18 * * *"))
        world.advance(to: date(2026, 3, 2, isByHand ? 17 : 9, isByHand ? 10 : 0))
        if isByHand { try world.set(.start, "nightly") }
        world.advance(to: date(2026, 3, 2, 17, 30))
        world.zones.isSwapped = ["UTC"]
        world.engine.zonesChanged(now: world.now)
        world.engine.wake(now: world.now)
        #expect(try world.state("nightly").isUnderWay == isByHand)
        #expect(try world.due("nightly")[.suspend] == date(2026, 3, 3, 17))
      }
    }
  }

  @Test("a run that waits for its start rule goes on when new data say so, though all is spent")
  func resumeOfSpent() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      let rule = try schedule("0 0 9 * * *", suspend: "0 0 18 * * *", count: 1)
      let id = try world.make("nightly", rule).id
      world.advance(to: date(2026, 3, 2, 18))
      world.mover.end(id, .halted)
      world.advance(to: date(2026, 3, 3, 8, 30))
      #expect(try world.state("nightly") == .suspended(.first, .schedule))
      world.zones.isSwapped = ["UTC"]
      world.engine.zonesChanged(now: world.now)
      world.engine.wake(now: world.now)
      #expect(try world.state("nightly").isUnderWay)
      #expect(try world.slotWords("nightly") == ["started 1", "resumed 1"])
    }
  }

  @Test("a zone that is back is seen at once, not an hour later, and no slot of it is lost")
  func backAtOnce() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      try world.make("photos", try schedule("0 */10 * * * *", zone: "Europe/Berlin"))
      world.zones.missing = ["Europe/Berlin"]
      world.advance(seconds: 900)
      #expect(try world.database.zoneGenerations()["Europe/Berlin"]?.isEmpty == true)
      world.zones.missing = []
      world.engine.zonesChanged(now: world.now)
      world.engine.wake(now: world.now)
      #expect(try world.slotWords("photos") == ["started 1"])
      #expect(try world.database.zoneGenerations()["Europe/Berlin"] == "host")
    }
  }

  @Test("nobody tells of the new data: they are noticed at the next event that they are used for")
  func inPassing() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      try world.make("late", try schedule("0 0 9 * * *"))
      try world.make("early", try schedule("0 0 1 * * *"))
      world.zones.isSwapped = ["UTC"]
      world.advance(to: date(2026, 3, 2, 1))
      #expect(try world.due("late")[.start] == date(2026, 3, 2, 8))
    }
  }

  @Test("data that come back before all jobs were gone through do not pass for unchanged")
  func thereAndBack() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      try world.make("early", try schedule("0 0 1 * * *"))
      world.zones.isSwapped = ["UTC"]
      world.now = date(2026, 3, 2, 1)
      world.engine.wake(now: world.now)
      world.zones.isSwapped = []
      try world.crash()
      world.engine.wake(now: world.now)
      #expect(try world.due("early")[.start] == date(2026, 3, 3, 1))
      #expect(try world.database.zoneGenerations()["UTC"] == "host")
    }
  }

  @Test("slots that a hand passes just after the data have changed get their outcome")
  func passedByHand() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      try world.make("nightly", try schedule("0 0 9 * * *"))
      world.advance(to: date(2026, 3, 2, 8, 30))
      try world.set(.start, "nightly")
      world.zones.isSwapped = ["UTC"]
      try world.set(.pause, "nightly")
      world.advance(to: date(2026, 3, 2, 10))
      #expect(try world.slotWords("nightly") == ["skipped missed"])
      #expect(try world.slots("nightly").first?.first == date(2026, 3, 2, 8))
    }
  }

  private func isChange(_ note: EngineNote) -> Bool {
    if case .zoneChanged = note { true } else { false }
  }
}
