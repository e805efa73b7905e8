import Calendar
import Engine
import Migration
import TestSupport
import Testing

@Suite struct SpaceTests {
  private static func limits(_ free: Int64) -> EngineLimits {
    var limits = EngineLimits()
    limits.minFreeSpace = free
    return limits
  }

  @Test("below the limit no run begins and what runs goes on; with more all begin in their order")
  func shortage() throws {
    try Scratch.with("space") { folder in
      let world = try World(folder, limits: Self.limits(800))
      let before = try world.make("before")
      for name in ["first", "second"] { try world.make(name) }
      try world.make("hourly", try schedule("0 0 * * * *"))
      world.engine.measured(free: 800)
      #expect(world.engine.shortage == nil)
      try world.set(.start, "before")
      world.engine.measured(free: 799)
      #expect(world.engine.shortage == SpaceShortage(free: 799, limit: 800))
      for name in ["second", "first"] {
        try world.set(.start, name)
        #expect(try world.state(name) == .launching(.first))
      }
      world.now = date(2026, 3, 2, 1)
      world.engine.wake(now: world.now)
      #expect(try world.run(1, of: "hourly")?.slot == date(2026, 3, 2, 1), "the slot is used")
      #expect(try world.state("hourly") == .launching(.first))
      world.mover.succeed(before.id)
      world.deliver()
      #expect(try world.state("before") == .doing(.first))
      let next = try #require(world.engine.nextWake(now: world.now))
      #expect(next == world.now.advanced(byMicroseconds: 10_000_000), "somebody has to look")
      // An eighth more is wanted than was missed.
      world.engine.measured(free: 899)
      #expect(world.engine.shortage == SpaceShortage(free: 899, limit: 800))
      world.engine.measured(free: 900)
      world.engine.wake(now: world.now)
      for name in ["second", "first", "hourly"] {
        #expect(try world.state(name) == .preparing(.first))
      }
      #expect(world.mover.acts.suffix(3) == ["prepare 3.1", "prepare 2.1", "prepare 4.1"])
      let told = world.notes.notes.filter {
        switch $0 {
        case .spaceShort, .spaceBack: true
        default: false
        }
      }
      #expect(told == [.spaceShort(SpaceShortage(free: 799, limit: 800)), .spaceBack])
    }
  }

  @Test("without a limit nothing is too little")
  func noLimit() throws {
    try Scratch.with("space") { folder in
      let world = try World(folder, limits: Self.limits(0))
      world.engine.measured(free: 0)
      #expect(world.engine.shortage == nil)
      try world.make("job")
      try world.set(.start, "job")
      #expect(try world.state("job") == .preparing(.first))
    }
  }
}
