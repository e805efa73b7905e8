import Calendar
import Engine
import Migration
import Store
import TestSupport
import Testing

@Suite struct ScheduleEndTests {
  @Test("the last window closes after NotAfter, and what it paused waits for a hand")
  func lastWindow() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      var rule = try schedule("0 0 2 * * *", suspend: "0 0 6 * * *")
      rule.notAfter = date(2026, 3, 2, 4)
      let job = try world.make("nightly", rule)
      world.advance(to: date(2026, 3, 2, 6))
      #expect(try world.state("nightly") == .suspended(.first, .schedule))
      world.mover.end(job.id, .halted)
      world.advance(to: date(2026, 3, 5))
      #expect(try world.state("nightly") == .suspended(.first, .schedule))
      #expect(try world.due("nightly").isEmpty, "nothing wakes for it")
      try world.crash(down: 86_400)
      world.advance(seconds: 3_600)
      #expect(try world.state("nightly") == .suspended(.first, .schedule))
      // A hand continues it, until the window's end comes again.
      try world.set(.start, "nightly")
      #expect(try world.due("nightly")[.suspend] == date(2026, 3, 6, 6))
      world.advance(to: date(2026, 3, 6, 6))
      #expect(try world.state("nightly") == .suspended(.first, .schedule))
      world.mover.end(job.id, .halted)
      world.deliver()
      try world.set(.start, "nightly")
      try world.complete("nightly")
      #expect(try world.state("nightly") == .finished(.first))
      #expect(try world.due("nightly").isEmpty)
    }
  }

  @Test("a window that was open at NotAfter is closed by the level after a downtime")
  func downOverTheEnd() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      var rule = try schedule("0 0 2 * * *", suspend: "0 0 6 * * *")
      rule.notAfter = date(2026, 3, 2, 4)
      try world.make("nightly", rule)
      world.advance(to: date(2026, 3, 2, 3))
      try world.crash(down: 6 * 3_600)
      world.advance(seconds: 1)
      #expect(try world.state("nightly") == .suspended(.first, .schedule))
    }
  }

  @Test("before NotBefore the suspend rule pauses a hand's run, and the first start resumes it")
  func beforeTheBegin() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      var rule = try schedule("0 0 2 * * *", suspend: "0 0 6 * * *")
      rule.notBefore = date(2026, 3, 4)
      let job = try world.make("nightly", rule)
      try world.set(.start, "nightly")
      world.advance(to: date(2026, 3, 2, 6))
      #expect(try world.state("nightly") == .suspended(.first, .schedule))
      world.mover.end(job.id, .halted)
      world.advance(to: date(2026, 3, 4, 2))
      #expect(try world.slotWords("nightly") == ["resumed 1"])
    }
  }

  @Test("a pause by hand holds a run that waits for a cause to be mended")
  func heldAttention() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      let job = try world.make("hourly", try schedule("0 0 * * * *"))
      world.advance(to: date(2026, 3, 2, 1))
      world.mover.end(job.id, .blocked(.preparing, "no mount"))
      world.deliver()
      try world.set(.pause, "hourly")
      #expect(try world.state("hourly") == .suspended(.first, .hand))
      world.advance(to: date(2026, 3, 2, 3))
      #expect(try world.slotWords("hourly") == ["started 1", "skipped held ×2"])
      #expect(world.refusal(.setStatus(job.definition.name, .pause)) == .invalidJobStatus)
      try world.set(.start, "hourly")
      #expect(try world.state("hourly") == .preparing(.first))
    }
  }
}
