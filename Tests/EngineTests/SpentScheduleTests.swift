import Calendar
import Engine
import Migration
import Store
import TestSupport
import Testing

@Suite struct SpentScheduleTests {
  @Test("what a spent schedule has named is exhausted when its limit is raised")
  func raised() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      let job = try world.make("job", try schedule("* * * * * *", count: 1))
      world.advance(seconds: 1)
      try world.complete("job")
      world.advance(seconds: 19)
      #expect(try world.slotWords("job") == ["started 1"])
      var more = job.definition
      more.schedule.maxCount = 4
      try world.perform(.redefineJob(more.name, more, over: nil))
      #expect(try world.slotWords("job") == ["started 1", "skipped exhausted ×19"])
      world.advance(seconds: 1)
      #expect(try world.slotWords("job").last == "started 2")
      #expect(try world.database.slotCounts(of: job.id).skipped == [.exhausted: 19])
    }
  }

  @Test("slots that meet the run of a spent schedule are exhausted, by a hand's run too")
  func whileRunning() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      try world.make("job", try schedule("0 0 * * * *", count: 1))
      world.advance(to: date(2026, 3, 2, 2, 30))
      #expect(try world.slotWords("job") == ["started 1", "skipped exhausted"])
      try world.complete("job")
      world.advance(to: date(2026, 3, 2, 5, 30))
      try world.set(.start, "job")
      #expect(try world.slotWords("job") == ["started 1", "skipped exhausted ×4"])
      world.advance(to: date(2026, 3, 2, 7, 30))
      try world.complete("job")
      #expect(try world.slotWords("job") == ["started 1", "skipped exhausted ×6"])
      #expect(try world.due("job").isEmpty)
    }
  }

  @Test("a spent schedule that is disabled has been spent before, and rests from then on")
  func disabled() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      let name = try world.make("job", try schedule("0 0 * * * *", count: 1)).definition.name
      world.advance(to: date(2026, 3, 2, 1))
      try world.complete("job")
      world.advance(to: date(2026, 3, 2, 3, 30))
      try world.perform(.setEnabled(name, false, note: ""))
      world.advance(to: date(2026, 3, 2, 6, 30))
      try world.perform(.setEnabled(name, true, note: ""))
      #expect(
        try world.slotWords("job")
          == ["started 1", "skipped exhausted ×2", "skipped disabled ×3"])
    }
  }
}
