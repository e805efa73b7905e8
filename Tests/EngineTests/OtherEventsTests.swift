import Calendar
import Engine
import Migration
import Store
import TestSupport
import Testing

@Suite struct OtherEventsTests {
  @Test("a daemon that starts with the clock set right looks again at run limits and suspend rules")
  func otherEventsAfterWrongClock() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      try world.make("paused", try schedule(nil, suspend: "0 0 6 * * *"))
      let limited = try world.make("limited")
      var definition = limited.definition
      definition.maxRunTime = 3_600_000_000
      _ = try world.perform(.redefineJob(definition.name, definition))
      world.now = date(2098, 1, 1)
      world.engine.clockStepped(now: world.now)
      try world.set(.start, "limited")
      try world.set(.start, "paused")
      world.now = date(2026, 3, 3)
      try world.crash()
      world.deliver()
      #expect(try world.due("paused") == [.suspend: date(2026, 3, 3, 6)])
      #expect(try world.due("limited") == [.limit: date(2026, 3, 3, 1)])
    }
  }
}
