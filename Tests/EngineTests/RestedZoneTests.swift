import Calendar
import Engine
import Migration
import Store
import TestSupport
import Testing

@Suite struct RestedZoneTests {
  @Test("the slots of the hours in which the zone was not there are recorded, too")
  func everySlot() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      try world.make("photos", try schedule("0 */10 * * * *", zone: "Europe/Berlin"))
      world.zones.missing.insert("Europe/Berlin")
      world.advance(seconds: 3_000)
      world.zones.missing.remove("Europe/Berlin")
      world.advance(seconds: 3_000 + 1_200 + 1)
      let slots = try world.slots("photos")
      #expect(slots.reduce(0) { $0 + $1.count } == 12)
    }
  }
  @Test("a suspend slot that came while the zone was not there pauses when the zone is back")
  func suspendWithoutZone() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      try world.make(
        "nightly", try schedule("0 0 2 * * *", suspend: "0 0 6 * * *", zone: "Europe/Berlin"))
      world.advance(to: date(2026, 3, 2, 4))
      #expect(try world.state("nightly").isUnderWay)
      world.zones.missing.insert("Europe/Berlin")
      world.advance(to: date(2026, 3, 2, 5, 30))
      world.zones.missing.remove("Europe/Berlin")
      world.advance(to: date(2026, 3, 2, 12))
      #expect(try world.state("nightly") == .suspended(.first, .schedule))
    }
  }

  @Test("a clock that is set while the zone is not there loses none of its slots")
  func stepWithoutZone() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      try world.make("photos", try schedule("0 */10 * * * *", zone: "Europe/Berlin"))
      world.zones.missing.insert("Europe/Berlin")
      world.advance(seconds: 3_000)
      world.engine.clockStepped(now: world.now)
      world.advance(seconds: 300)
      world.zones.missing.remove("Europe/Berlin")
      world.engine.clockStepped(now: world.now)
      world.advance(to: date(2026, 3, 2, 2, 5))
      let slots = try world.slots("photos")
      #expect(slots.reduce(0) { $0 + $1.count } == 12)
    }
  }

  @Test("what a hand has started in the window's rest is not paused by what came before")
  func handWithoutZone() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      try world.make(
        "nightly", try schedule("0 0 2 * * *", suspend: "0 0 6 * * *", zone: "Europe/Berlin"))
      world.zones.missing.insert("Europe/Berlin")
      world.advance(to: date(2026, 3, 2, 5, 10))
      try world.set(.start, "nightly")
      try world.succeed("nightly")
      world.zones.missing.remove("Europe/Berlin")
      world.advance(to: date(2026, 3, 2, 12))
      #expect(try world.state("nightly") == .doing(.first))
    }
  }
  @Test("a slot that new rules of its zone put before its due event is not lost")
  func zoneChanged() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      try world.make("nightly", try schedule("0 0 9 * * *", zone: "UTC"))
      world.zones.replaced["UTC"] = world.zones.zone(named: "Europe/Berlin")
      world.advance(to: date(2026, 3, 2, 10))
      #expect(try world.slotWords("nightly").count == 1)
      #expect(try world.due("nightly")[.start] == date(2026, 3, 3, 8))
    }
  }

  @Test("an edit after new rules of the zone settles the slots that they have put earlier")
  func editOfChangedZone() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      let job = try world.make("nightly", try schedule("0 0 9 * * *", zone: "UTC"))
      world.zones.replaced["UTC"] = world.zones.zone(named: "Europe/Berlin")
      world.advance(to: date(2026, 3, 2, 8, 30))
      _ = try world.perform(.setEnabled(job.definition.name, false, note: ""))
      #expect(try world.slotWords("nightly") == ["skipped disabled"])
    }
  }
}
