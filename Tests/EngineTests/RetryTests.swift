import Calendar
import Engine
import Migration
import Store
import TestSupport
import Testing

@Suite struct RetryTests {
  private func worldWithFailures(_ folder: String, _ rule: ScheduleRule? = nil) throws -> World {
    let world = try World(folder)
    try world.make("photos", rule ?? ScheduleRule())
    try world.set(.start, "photos")
    try world.fail("photos")
    return world
  }

  @Test("what failed is retried by itself after its wait, as a sub-job that runs")
  func automatic() throws {
    try Scratch.with { folder in
      let world = try worldWithFailures(folder)
      let due = try #require(try world.due("photos")[.retry])
      let wait = due.microseconds(since: world.now)
      #expect((60_000_000..<75_000_000).contains(wait))
      world.advance(to: due.advanced(byMicroseconds: -1))
      #expect(try world.subJobs("photos").isEmpty)
      world.advance(to: due)
      let name = try #require(try world.subJobs("photos").first)
      #expect(name.hasPrefix("photos_retry_20260302000"))
      let retry = try world.job(name)
      #expect(retry.state == .preparing(.first))
      #expect(retry.lineage?.depth == 1 && retry.lineage?.isAutomatic == true)
      let run = try #require(try world.run(1, of: name))
      #expect(run.trigger == .retry)
      #expect(run.input == .failures(of: try world.job("photos").id, run: .first))
      #expect(try world.due("photos")[.retry] == nil)
      let told = world.notes.notes
      let made = told.firstIndex {
        if case .retryMade = $0 { true } else { false }
      }
      let opened = told.firstIndex {
        if case .opened(_, _, .retry, _) = $0 { true } else { false }
      }
      #expect(try #require(made) < (try #require(opened)))
    }
  }

  @Test("a chain goes on to its depth, waits longer each time, and is summed up at its end")
  func chain() throws {
    try Scratch.with { folder in
      let world = try worldWithFailures(folder)
      var leaf = "photos"
      var waits: [Int64] = []
      for _ in 1...3 {
        let due = try #require(try world.due(leaf)[.retry])
        waits.append(due.microseconds(since: world.now) / 60_000_000)
        world.advance(to: due)
        leaf = try #require(try world.subJobs(leaf).first)
        try world.fail(leaf)
      }
      #expect(waits == [1, 2, 4])
      #expect(try world.due(leaf)[.retry] == nil)
      #expect(world.retryNotes.last == "ended photos 1: 3 failed, 3 left")
      let deep = try world.wish(leaf)
      #expect(world.refusal(.retryJob(try Name(leaf, of: "job"), deep)) == .jobDepthExceeded)
      // From the root a new chain begins.
      #expect(try world.job(try world.retry("photos")).lineage?.depth == 1)
    }
  }

  @Test("a chain whose objects are all moved ends early, and the root's run says so")
  func recovered() throws {
    try Scratch.with { folder in
      let world = try worldWithFailures(folder)
      #expect(try world.run(1, of: "photos")?.remainder == Remainder(failing: 3, retryable: 3))
      world.advance(seconds: 80)
      let name = try #require(try world.subJobs("photos").first)
      try world.recover(name)
      #expect(try world.due(name)[.retry] == nil)
      #expect(try world.run(1, of: "photos")?.remainder == Remainder())
      #expect(world.retryNotes.last == "ended photos 1: 3 failed, 0 left")
    }
  }

  @Test("a chain whose retry cannot go on is summed up, too")
  func broken() throws {
    try Scratch.with { folder in
      let world = try worldWithFailures(folder)
      world.advance(seconds: 80)
      let retry = try world.job(try #require(try world.subJobs("photos").first))
      world.mover.end(retry.id, .broken(.preparing, "no list"))
      world.deliver()
      #expect(try world.state(retry.definition.name.text).status == .interrupted)
      #expect(world.retryNotes.last == "ended photos 1: 3 failed, 3 left")
    }
  }

  @Test(
    "nothing is retried by itself: closed by hand, no policy, nothing that a retry could move",
    arguments: 0..<3)
  func nothing(which: Int) throws {
    try Scratch.with { folder in
      let world = try World(folder)
      try world.make("photos")
      var definition = try world.job("photos").definition
      definition.retry.isAutomatic = which != 0
      _ = try world.perform(.redefineJob(definition.name, definition))
      try world.set(.start, "photos")
      switch which {
      case 1:
        try world.succeed("photos")
        try world.set(.close, "photos")
        world.deliver()
        let id = try world.job("photos").id
        world.mover.end(id, .halted)
        world.mover.end(id, .settled(world.settlement(failed: 3)))
        world.deliver()
      case 2: try world.fail("photos", failed: 3, retryable: 0)
      default: try world.fail("photos")
      }
      #expect(try world.state("photos") == .finished(.first))
      #expect(try world.due("photos")[.retry] == nil)
      world.advance(seconds: 86_400)
      #expect(try world.subJobs("photos").isEmpty)
    }
  }

  @Test("a retry asked for by hand takes the place of the one that waits; a second is refused")
  func byHand() throws {
    try Scratch.with { folder in
      let world = try worldWithFailures(folder)
      let first = try world.wish("photos")
      let second = try world.wish("photos")
      let name = try Name("photos", of: "job")
      guard case .retry(let made, let root) = try world.perform(.retryJob(name, first)) else {
        throw BrokenPromise(what: "no retry")
      }
      #expect(root == name && made.definition.name.text == "photos_retry_20260302000000")
      #expect(made.state.status == .preparing)
      #expect(try world.due("photos")[.retry] == nil)
      #expect(world.refusal(.retryJob(name, second)) == .resultNotReadyRetry)
      try world.fail(made.definition.name.text)
      let third = try world.retry("photos")
      #expect(third == "photos_retry_20260302000001")
    }
  }

  @Test("a retry by hand takes the place of all that wait below: one chain goes on, not two")
  func oneChain() throws {
    try Scratch.with { folder in
      let world = try worldWithFailures(folder)
      world.advance(seconds: 80)
      let first = try #require(try world.subJobs("photos").first)
      try world.fail(first)
      #expect(try world.due(first)[.retry] != nil)
      let second = try world.retry("photos")
      #expect(try world.due(first)[.retry] == nil)
      try world.fail(second)
      #expect(try world.due(second)[.retry] != nil)
      // The other way round the wider one stays.
      let deeper = try world.retry(first)
      #expect(try world.due(second)[.retry] != nil)
      try world.recover(deeper)
    }
  }

  @Test("a retry's own failures are retried under the root's name, deeper in the family")
  func retryOfRetry() throws {
    try Scratch.with { folder in
      let world = try worldWithFailures(folder)
      let first = try world.retry("photos")
      try world.fail(first)
      let second = try world.retry(first)
      #expect(second.hasPrefix("photos_retry_"))
      let lineage = try #require(try world.job(second).lineage)
      #expect(lineage.depth == 2)
      #expect(try lineage.root == world.job("photos").id)
      #expect(try lineage.parent == world.job(first).id)
      try world.recover(second)
      #expect(try world.run(1, of: first)?.remainder?.failing == 0)
      #expect(try world.run(1, of: "photos")?.remainder?.failing == 0)
    }
  }

  @Test("a retry that is only to be made waits for a start by hand, and holds off others")
  func notStarted() throws {
    try Scratch.with { folder in
      let world = try worldWithFailures(folder)
      let made = try world.retry("photos", starts: false)
      #expect(try world.state(made) == .begin)
      let name = try Name("photos", of: "job")
      #expect(world.refusal(.retryJob(name, try world.wish("photos"))) == .resultNotReadyRetry)
      try world.set(.start, made)
      #expect(
        try world.run(1, of: made)?.input == .failures(of: try world.job("photos").id, run: .first))
    }
  }

  @Test("a retry that was never started does not hold off those of the runs that follow")
  func neverStarted() throws {
    try Scratch.with { folder in
      let world = try worldWithFailures(folder)
      let idle = try world.retry("photos", starts: false)
      let name = try Name("photos", of: "job")
      #expect(world.refusal(.retryJob(name, try world.wish("photos"))) == .resultNotReadyRetry)
      try world.set(.start, "photos")
      try world.fail("photos")
      world.advance(seconds: 80)
      let made = try world.subJobs("photos").filter { $0 != idle }
      #expect(made.count == 1)
      #expect(try world.state(idle) == .begin)
      // Beside the one that is at work it is not started either.
      #expect(
        world.refusal(.setStatus(try Name(idle, of: "job"), .start)) == .resultNotReadyRetry)
      try world.recover(try #require(made.first))
      try world.set(.start, idle)
      #expect(try world.state(idle).status == .preparing)
    }
  }

  @Test("the next run of the root ends what is alive of its retries and drops what waits")
  func superseded() throws {
    try Scratch.with { folder in
      let world = try worldWithFailures(folder, try schedule("0 0 2 * * *"))
      world.advance(seconds: 80)
      let name = try #require(try world.subJobs("photos").first)
      world.advance(to: date(2026, 3, 2, 2))
      #expect(try world.job("photos").state.run?.rawValue == 2)
      #expect(try world.state(name) == .closing(.first, .cut))
      let id = try world.job(name).id
      world.mover.end(id, .halted)
      world.deliver()
      try world.succeed(name)
      #expect(try world.state(name) == .finished(.first))
      #expect(try world.due(name).isEmpty)
      // And one that only waits.
      try world.fail("photos")
      #expect(try world.due("photos")[.retry] != nil)
      try world.set(.start, "photos")
      #expect(try world.due("photos")[.retry] == nil)
    }
  }

  @Test("somebody's retry is waited for: the slot is skipped, or queued until it has ended")
  func overlap() throws {
    for overlap in [ScheduleRule.Overlap.skip, .queue] {
      try Scratch.with { folder in
        var rule = try schedule("0 0 2 * * *")
        rule.overlap = overlap
        let world = try worldWithFailures(folder, rule)
        let name = try world.retry("photos")
        world.advance(to: date(2026, 3, 2, 2))
        #expect(try world.state("photos") == .finished(.first))
        #expect(
          try world.slotWords("photos") == (overlap == .skip ? ["skipped overlap"] : ["queued"]))
        try world.recover(name)
        guard overlap == .queue else { return }
        #expect(try world.state("photos").run?.rawValue == 2)
        #expect(try world.slotWords("photos") == ["started 2"])
      }
    }
  }

  @Test("a window that is closed is closed for retries too")
  func window() throws {
    try Scratch.with { folder in
      let world = try World(folder, now: date(2026, 3, 2, 5, 50))
      try world.make("photos", try schedule("0 0 2 * * *", suspend: "0 0 6 * * *", count: 0))
      try world.set(.start, "photos")
      try world.fail("photos")
      world.advance(to: date(2026, 3, 2, 5, 58))
      let name = try #require(try world.subJobs("photos").first)
      try world.succeed(name)
      world.advance(to: date(2026, 3, 2, 6))
      #expect(try world.state(name) == .suspended(.first, .schedule))
      world.mover.end(try world.job(name).id, .halted)
      world.deliver()
      // The root's schedule is spent: it opens no run that would take the retry's objects.
      world.advance(to: date(2026, 3, 3, 2))
      #expect(try world.job(name).state.status == .preparing)
      #expect(try world.slots(name).isEmpty)
      try world.fail(name)
      let late = try #require(try world.due(name)[.retry])
      world.advance(to: late)
      let second = try #require(try world.subJobs(name).first)
      world.advance(to: date(2026, 3, 3, 5, 59))
      try world.fail(second)
      // What would come after six waits for the window to open.
      world.advance(to: date(2026, 3, 3, 8))
      #expect(try world.subJobs(second).isEmpty)
      #expect(try world.due(second)[.retry] == date(2026, 3, 4, 2, 0, 1))
      world.advance(to: date(2026, 3, 4, 2, 0, 1))
      #expect(try world.subJobs(second).count == 1)
    }
  }

  @Test("a root that rests or is gone is not retried")
  func disabledRoot() throws {
    try Scratch.with { folder in
      let world = try worldWithFailures(folder)
      try world.perform(.setEnabled(try Name("photos", of: "job"), false, note: ""))
      world.advance(seconds: 3_600)
      #expect(try world.subJobs("photos").isEmpty)
      #expect(world.retryNotes.last == "dropped photos 1: its root job is disabled")
    }
  }

  @Test("a crash at any moment of a retry's making makes it once")
  func crashes() throws {
    for refusals in 0..<4 {
      try Scratch.with { folder in
        let world = try worldWithFailures(folder)
        world.now = world.now.advanced(byMicroseconds: 80_000_000)
        if refusals > 0 { world.store.refusal = StoreFailure(.full, "full") }
        for _ in 0..<refusals { world.engine.wake(now: world.now) }
        world.store.refusal = nil
        if refusals.isMultiple(of: 2) { world.engine.wake(now: world.now) }
        try world.crash()
        world.advance(seconds: 10)
        try world.crash()
        world.advance(seconds: 10)
        #expect(try world.subJobs("photos").count == 1)
        let name = try #require(try world.subJobs("photos").first)
        #expect(try world.state(name) == .preparing(.first))
      }
    }
  }

  @Test("retries have places of their own")
  func places() throws {
    try Scratch.with { folder in
      let world = try World(folder, limits: EngineLimits(maxRunningJobs: 1))
      for name in ["one", "two"] {
        try world.make(name)
        try world.set(.start, name)
        try world.fail(name)
      }
      try world.set(.start, "one")
      #expect(try world.state("one").status == .preparing)
      let retry = try world.retry("two")
      #expect(try world.state(retry).status == .preparing)
    }
  }
}
