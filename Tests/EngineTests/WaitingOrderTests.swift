import Calendar
import Engine
import Migration
import Store
import TestSupport
import Testing

@Suite struct WaitingOrderTests {
  @Test("starts that were due in one round get their places in the order they were due")
  func caughtUpTogether() throws {
    try Scratch.with { folder in
      let world = try World(folder, limits: EngineLimits(maxRunningJobs: 1))
      try world.make("late", try schedule("0 0 3 * * *"))
      try world.make("early", try schedule("0 0 2 * * *"))
      try world.make("busy")
      try world.set(.start, "busy")
      try world.crash(down: 4 * 3_600)
      world.engine.wake(now: world.now)
      world.deliver()
      try world.complete("busy")
      #expect(try world.state("early").status == .preparing)
      #expect(try world.state("late").status == .launching)
    }
  }

  @Test("a clock that is set back does not let a later start overtake, nor does a restart")
  func clockSetBack() throws {
    for restarts in [false, true] {
      try Scratch.with { folder in
        let world = try World(folder, limits: EngineLimits(maxRunningJobs: 1))
        for name in ["busy", "second", "first"] { try world.make(name) }
        try world.set(.start, "busy")
        try world.set(.start, "first")
        world.now = world.now.advanced(byMicroseconds: -3_600_000_000)
        world.engine.clockStepped(now: world.now)
        if restarts { try world.crash() }
        try world.set(.start, "second")
        try world.complete("busy")
        #expect(try world.state("first").status == .preparing)
        #expect(try world.state("second").status == .launching)
        try world.complete("first")
        #expect(try world.state("second").status == .preparing)
      }
    }
  }
}
