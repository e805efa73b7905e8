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
}
