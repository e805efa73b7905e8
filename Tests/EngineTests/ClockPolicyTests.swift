import Calendar
import Engine
import Migration
import Store
import TestSupport
import Testing

/// What is right whichever of two readings of the clock was: it ran ahead and is set right, or it
/// began behind and is.
@Suite struct ClockPolicyTests {
  @Test("whatever is on record stays, and each hour that truly comes has one run of its own")
  func table() throws {
    for past in Past.allCases {
      for catchUp in [ScheduleRule.CatchUp.once, .skip] {
        for error in errors {
          for restarts in [false, true] {
            try Scratch.with { folder in
              let story = "\(past) \(catchUp) \(error / hour) h, restarts: \(restarts)"
              let world = try World(folder)
              try world.make("hourly", try schedule("0 0 * * * *", catchUp: catchUp))
              try past.happen(in: world)
              let before = try world.outcomes("hourly")
              // Wrong for half a minute.
              try world.set(date(2026, 3, 2, 3, 30).advanced(byMicroseconds: error), restarts)
              try world.completeAny("hourly")
              world.advance(seconds: 30)
              try world.completeAny("hourly")
              try world.set(date(2026, 3, 2, 3, 40), restarts)
              for hour in 4...14 as ClosedRange<Int64> {
                world.advance(to: date(2026, 3, 2, hour, 10))
                try world.completeAny("hourly")
              }
              let after = try world.outcomes("hourly").filter { $0.key <= date(2026, 3, 2, 14) }
              let old = after.filter { $0.key <= date(2026, 3, 2, 3) }
              #expect(old == before, "\(story)")
              let new = after.filter { $0.key > date(2026, 3, 2, 3) }
              let hours = (4...14).map { date(2026, 3, 2, $0) }
              #expect(new.keys.sorted() == hours, "\(story)")
              let runs = Set(new.values)
              #expect(runs.count == 11 && runs.allSatisfy { $0.hasPrefix("started") }, "\(story)")
              try Promises(world: world, job: try world.job("hourly"), depth: 1_000).check()
            }
          }
        }
      }
    }
  }

  @Test("a rare job made by a clock far ahead starts at its true next slot")
  func rare() throws {
    let cases: [(rule: String, made: Instant, first: Instant)] = [
      ("0 0 0 1 1 *", date(2027, 1, 10), date(2027, 1, 1)),
      ("0 0 0 15 * *", date(2026, 12, 21), date(2026, 12, 15)),
      ("0 0 2 * * *", date(2026, 12, 2, 3), date(2026, 12, 1, 2)),
    ]
    for (rule, made, first) in cases {
      for restarts in [false, true] {
        try Scratch.with { folder in
          let world = try World(folder, now: made)
          let name = try world.make("rare", try schedule(rule)).definition.name
          try world.set(date(2026, 12, 1), restarts)
          #expect(try world.due("rare")[.start] == first)
          let note = EngineNote.slotsComeAgain(job: name, last: made, now: world.now)
          #expect(world.notes.notes.filter { $0 == note }.count == 1)
          world.advance(to: first)
          #expect(try world.slotWords("rare") == ["started 1"])
          #expect(try world.run(1, of: "rare")?.slot == first)
          #expect(try world.job("rare").watermark == made)
        }
      }
    }
  }

  @Test("a machine that starts eight hours ahead: each true hour has a run, made then or before")
  func startsAhead() throws {
    for restarts in [false, true] {
      try Scratch.with { folder in
        let world = try World(folder)
        try world.make("hourly", try schedule("0 0 * * * *"))
        world.advance(to: date(2026, 3, 2, 3, 10))
        try world.complete("hourly")
        try world.set(date(2026, 3, 2, 12, 30), true)
        try world.complete("hourly")
        #expect(
          try world.slotWords("hourly") == [
            "started 1", "skipped overlap ×2", "skipped missed ×8", "started 2",
          ])
        // At half past four in truth: four o'clock was missed, at five it goes on.
        try world.set(date(2026, 3, 2, 4, 30), restarts)
        for hour in 5...14 as ClosedRange<Int64> {
          world.advance(to: date(2026, 3, 2, hour, 10))
          try world.completeAny("hourly")
        }
        #expect(
          try world.slotWords("hourly") == [
            "started 1", "skipped overlap ×2", "skipped missed", "started 3", "started 4",
            "started 5", "started 6", "started 7", "started 8", "started 9", "started 2",
            "started 10", "started 11",
          ])
        #expect(
          try world.slots("hourly").suffix(3).map(\.first)
            == [12, 13, 14].map { date(2026, 3, 2, $0) })
        var counts = SlotCounts()
        (counts.started, counts.skipped) = (11, [.overlap: 2, .missed: 1])
        #expect(try world.database.slotCounts(of: try world.job("hourly").id) == counts)
      }
    }
  }

  @Test("a job made, or held and closed, by a clock eight hours ahead runs at every true hour")
  func madeAhead() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      try world.make("kept", try schedule("0 0 * * * *"))
      try world.set(date(2026, 3, 2, 12, 30), false)
      try world.set(.close, "kept")
      world.mover.end(try world.job("kept").id, .halted)
      world.deliver()
      try world.succeed("kept")
      try world.make("new", try schedule("0 0 * * * *"))
      try world.set(date(2026, 3, 2, 0, 30), false)
      for hour in 1...12 as ClosedRange<Int64> {
        world.advance(to: date(2026, 3, 2, hour, 10))
        for name in ["kept", "new"] { try world.completeAny(name) }
      }
      #expect(try world.slotWords("new") == (1...12).map { "started \($0)" })
      #expect(try world.slots("new").first?.first == date(2026, 3, 2, 1))
      #expect(try world.slotWords("kept") == (2...12).map { "started \($0)" } + ["started 1"])
    }
  }

  @Test("a clock that starts in the past and is set right leaves every record as it was")
  func startsBehind() throws {
    for wrong in [Instant(seconds: 10), date(2025, 6, 1), date(2026, 2, 20)] {
      try Scratch.with { folder in
        let world = try World(folder)
        try world.make("hourly", try schedule("0 0 * * * *"))
        try world.make("often", try schedule("*/20 * * * * *"))
        world.advance(to: date(2026, 3, 2, 3, 10))
        try world.complete("hourly")
        world.advance(to: date(2026, 3, 2, 6, 30))
        try world.complete("hourly")
        world.advance(to: date(2026, 3, 2, 8, 30))
        try world.complete("hourly")
        let words = [
          "started 1", "skipped overlap ×2", "started 2", "skipped overlap ×2", "started 3",
          "skipped overlap",
        ]
        #expect(try world.slotWords("hourly") == words)
        try world.set(wrong, true)
        try world.set(date(2026, 3, 2, 9, 30), false)
        // What truly came while the machine was down is made up for.
        #expect(try world.slotWords("hourly") == words + ["started 4"])
        #expect(try world.run(4, of: "hourly")?.trigger == .catchup)
        let counts = try world.database.slotCounts(of: try world.job("hourly").id)
        #expect(counts.started == 4 && counts.skipped == [.overlap: 5])
        let often = try world.slots("often").map { ($0.first, $0.count) }
        #expect(often.first?.0 == date(2026, 3, 2, 0, 0, 20))
        #expect(often.reduce(0) { $0 + $1.1 } == 9 * 180 + 90)
      }
    }
  }

  @Test("what rested before a start with an old clock is not made up for when that is set right")
  func noReplay() throws {
    for days in [2, 400] as [Int64] {
      try Scratch.with { folder in
        let world = try World(folder, now: date(2026, 3, 2, 8))
        try world.make("fresh", try schedule("0 0 2 * * *"))
        let name = try world.make("rested", try schedule("0 0 2 * * *")).definition.name
        _ = try world.perform(.setEnabled(name, false, note: ""))
        world.advance(to: date(2026, 3, 3, 8))
        _ = try world.perform(.setEnabled(name, true, note: ""))
        world.advance(to: date(2026, 3, 3, 8, 30))
        try world.complete("fresh")
        try world.set(world.now.advanced(byMicroseconds: -days * ScheduleRule.day), true)
        try world.set(date(2026, 3, 3, 9), false)
        #expect(try world.slotWords("fresh") == ["started 1"])
        #expect(try world.slotWords("rested") == ["skipped disabled"])
        #expect(try world.state("rested") == .begin)
        world.advance(to: date(2026, 3, 4, 2))
        #expect(try world.slotWords("rested") == ["skipped disabled", "started 1"])
      }
    }
  }

  @Test("seconds back act on nothing again: a run, an attention, a closed window, a queue")
  func secondsBack() throws {
    for restarts in [false, true] {
      try Scratch.with { folder in
        let world = try World(folder)
        let names = ["plain", "stuck", "shut", "queued"]
        for name in names {
          var rule = try schedule("0 0 * * * *", suspend: name == "shut" ? "0 0 * * * *" : nil)
          rule.overlap = name == "queued" ? .queue : .skip
          try world.make(name, rule)
        }
        world.advance(to: date(2026, 3, 2, 1))
        try world.complete("plain")
        world.mover.end(try world.job("stuck").id, .blocked(.preparing, "no mount"))
        world.deliver()
        world.advance(to: date(2026, 3, 2, 2))
        try world.complete("plain")
        world.mover.end(try world.job("stuck").id, .blocked(.preparing, "no mount"))
        world.deliver()
        let before = try names.map { try world.slotWords($0) }
        try world.set(date(2026, 3, 2, 1, 59, 58), restarts)
        world.advance(seconds: 60)
        #expect(try names.map { try world.slotWords($0) } == before)
        #expect(try world.state("stuck") == .suspended(.first, .attention("no mount")))
        #expect(try world.state("plain") == .finished(RunNumber(rawValue: 2)))
        #expect(
          before == [
            ["started 1", "started 2"], ["started 1", "resumed 1"], ["skipped closed ×2"],
            ["started 1", "queued"],
          ])
      }
    }
  }

  @Test("a slot taken out of the middle of a row leaves two, at its ends one or none")
  func cuts() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      try world.make("hourly", try schedule("0 0 * * * *", catchUp: .skip))
      try world.set(date(2026, 3, 2, 5, 30), false)
      #expect(try world.slotWords("hourly") == ["skipped missed ×5"])
      for (hour, words) in [
        (3, ["skipped missed ×2", "started 1", "skipped missed ×2"]),
        (1, ["started 2", "skipped missed", "started 1", "skipped missed ×2"]),
        (5, ["started 2", "skipped missed", "started 1", "skipped missed", "started 3"]),
        (2, ["started 2", "started 4", "started 1", "skipped missed", "started 3"]),
        (4, ["started 2", "started 4", "started 1", "started 5", "started 3"]),
      ] as [(Int64, [String])] {
        try world.set(date(2026, 3, 2, hour - 1, 59), false)
        world.advance(to: date(2026, 3, 2, hour))
        try world.complete("hourly")
        #expect(try world.slotWords("hourly") == words)
        try Promises(world: world, job: try world.job("hourly"), depth: 100).check()
      }
    }
  }
}

private let hour: Int64 = 3_600_000_000

/// How far the clock is wrong: ahead for hours or weeks, behind for so long, or back in 1970.
private let errors: [Int64] = [
  90 * 60_000_000, 8 * hour, 40 * 24 * hour, -150 * 60_000_000, -50 * hour, -400 * 24 * hour,
  -date(2026, 3, 2, 3, 29, 50).microseconds,
]

/// What has become of three slots before the clock is wrong.
private enum Past: CaseIterable {
  case overlap
  case disabled
  case held
  case missed
  case started

  func happen(in world: World) throws {
    let name = try Name("hourly", of: "job")
    let end = date(2026, 3, 2, 3, 10)
    switch self {
    case .overlap: world.advance(to: end)
    case .disabled:
      _ = try world.perform(.setEnabled(name, false, note: ""))
      world.advance(to: end)
      _ = try world.perform(.setEnabled(name, true, note: ""))
    case .held:
      try world.set(.start, "hourly")
      try world.set(.pause, "hourly")
      world.mover.end(try world.job("hourly").id, .halted)
      world.advance(to: end)
      try world.set(.start, "hourly")
    case .missed: try world.set(end, true)
    case .started:
      for hour in 1...3 as ClosedRange<Int64> {
        world.advance(to: date(2026, 3, 2, hour, 10))
        try world.completeAny("hourly")
      }
    }
    try world.completeAny("hourly")
  }
}

extension World {
  /// The clock is set, under a daemon or between two.
  fileprivate func set(_ instant: Instant, _ restarts: Bool) throws {
    let step = instant.microseconds(since: now)
    now = instant
    if restarts { try crash() } else { engine.clockStepped(now: now, by: step) }
    advance(seconds: 0)
  }

  /// The run that goes on, if any, goes well.
  fileprivate func completeAny(_ name: String) throws {
    if try state(name).isUnderWay { try complete(name) }
  }

  /// What became of each hour.
  fileprivate func outcomes(_ name: String) throws -> [Instant: String] {
    var outcomes: [Instant: String] = [:]
    for slot in try slots(name) {
      let word = slot.outcome + " " + (slot.reason ?? slot.run.map { "\($0)" } ?? "")
      for hours in 0..<min(slot.count, 100) {
        outcomes[slot.first.advanced(byMicroseconds: hours * hour)] = word
      }
    }
    return outcomes
  }
}
