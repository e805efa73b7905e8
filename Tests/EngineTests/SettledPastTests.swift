import Calendar
import Engine
import Migration
import Store
import TestSupport
import Testing

@Suite struct SettledPastTests {
  @Test("a job whose slots a wrong clock has acted on can be enabled and changed")
  func afterWrongClock() throws {
    let requests: [(World, Name) throws -> Void] = [
      { world, name in _ = try world.perform(.setEnabled(name, true, note: "")) },
      { world, name in
        var definition = try world.job(name.text).definition
        definition.schedule = try schedule("0 0 3 * * *")
        _ = try world.perform(.redefineJob(name, definition))
      },
    ]
    for request in requests {
      try Scratch.with { folder in
        let world = try World(folder)
        let name = try world.make("nightly", try schedule("0 0 2 * * *")).definition.name
        // Five days too fast: two slots are acted on, then the clock is set right.
        world.now = date(2026, 3, 7, 1)
        world.engine.clockStepped(now: world.now)
        for day in 7...8 as ClosedRange<Int> {
          world.advance(to: date(2026, 3, day, 2))
          if try !world.state("nightly").isUnderWay { continue }
          try world.complete("nightly")
        }
        world.now = date(2026, 3, 2, 1)
        world.engine.clockStepped(now: world.now)
        #expect(try world.job("nightly").watermark == date(2026, 3, 8, 2))
        world.advance(to: date(2026, 3, 6, 1))
        if try world.state("nightly").isUnderWay { try world.complete("nightly") }
        _ = try world.perform(.setEnabled(name, false, note: ""))
        world.advance(to: date(2026, 3, 10, 1))
        try request(world, name)
        #expect(try world.job("nightly").watermark == world.now)
        #expect(
          try world.slotWords("nightly") == [
            "started 3", "skipped missed ×3", "started 1", "skipped overlap", "started 2",
            "skipped disabled",
          ])
      }
    }
  }

  @Test("an offset longer than the interval neither loses nor doubles a slot, over rests and edits")
  func longJitter() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      var rule = try schedule("0 */10 * * * *", suspend: "0 5 6 * * *")
      rule.jitter = 7_200_000_000
      rule.overlap = .queue
      let job = try world.make("often", rule)
      let name = job.definition.name
      var random = SeededRandom(seed: 7)
      for step in 0..<300 {
        world.advance(seconds: Int64.random(in: 1...1_500, using: &random))
        switch Int.random(in: 0..<8, using: &random) {
        case 0: _ = try? world.perform(.setEnabled(name, false, note: ""))
        case 1: _ = try? world.perform(.setEnabled(name, true, note: ""))
        case 2: _ = try? world.perform(.setStatus(name, .pause))
        case 3: _ = try? world.perform(.setStatus(name, .close))
        case 4: _ = try? world.perform(.setStatus(name, .start))
        case 5: try world.crash(down: Int64.random(in: 0...9_000, using: &random))
        case 6:
          var definition = try world.job("often").definition
          definition.schedule.maxCount = 1_000 + Int64(step)
          _ = try world.perform(.redefineJob(name, definition))
        default: try world.complete("often")
        }
      }
      _ = try world.perform(.setEnabled(name, true, note: ""))
      var definition = try world.job("often").definition
      definition.schedule.maxCount = nil
      _ = try world.perform(.redefineJob(name, definition))
      let slots = try world.slots("often")
      let first = date(2026, 3, 2, 0, 10)
      #expect(slots.first?.first == first)
      let last = try #require(rule.lastStart(upTo: world.now, in: .utc))
      let named = rule.countStarts(from: first, to: last, in: .utc)
      #expect(slots.reduce(0) { $0 + $1.count } == named)
      for (one, next) in zip(slots, slots.dropFirst()) { #expect(one.last < next.first) }
      let spent = try world.job("often").scheduleSpent
      #expect(spent == slots.filter { $0.outcome == "started" }.count)
    }
  }
  @Test("slots missed around one that a wrong clock has acted on are recorded, that one is not")
  func missedAroundSettled() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      try world.make("nightly", try schedule("0 0 2 * * *"))
      world.now = date(2026, 3, 8, 1)
      world.engine.clockStepped(now: world.now)
      world.advance(seconds: 60)
      try world.complete("nightly")
      #expect(try world.slotWords("nightly") == ["skipped missed ×5", "started 1"])
      world.now = date(2026, 3, 3, 1)
      world.engine.clockStepped(now: world.now)
      try world.crash(down: 6 * 86_400 + 7_200)
      world.advance(seconds: 0)
      #expect(
        try world.slotWords("nightly") == [
          "skipped missed ×5", "started 1", "skipped missed", "started 2",
        ])
      #expect(try world.database.slotCounts(of: nil).skipped == [.missed: 6])
    }
  }
}
