import Calendar
import Engine
import Migration
import Store
import TestSupport
import Testing

@Suite struct FamilyTests {
  private func family(_ folder: String) throws -> (World, retry: String, deeper: String) {
    let world = try World(folder)
    try world.make("photos")
    try world.set(.start, "photos")
    try world.fail("photos")
    let retry = try world.retry("photos")
    try world.fail(retry)
    let deeper = try world.retry(retry)
    try world.recover(deeper)
    return (world, retry, deeper)
  }

  @Test("a job with sub-jobs is removed with all of them or not at all")
  func delete() throws {
    try Scratch.with { folder in
      let (world, retry, deeper) = try family(folder)
      let name = try Name("photos", of: "job")
      #expect(world.refusal(.deleteJob(name)) == .jobHasDescendants)
      #expect(world.refusal(.deleteJob(try Name(retry, of: "job"))) == .jobHasDescendants)
      try world.perform(.deleteJob(name, cascade: true))
      for each in ["photos", retry, deeper] {
        #expect(try world.state(each) == .deleting)
        try world.succeed(each)
        #expect(try world.find(each) == nil)
      }
      world.engine.drain()
      world.deliver()
      #expect(world.engine.isDrained)
    }
  }

  @Test("a retry that is removed in the middle leaves word of what it has moved")
  func deleteInTheMiddle() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      try world.make("photos")
      try world.set(.start, "photos")
      try world.fail("photos")
      let name = try world.retry("photos")
      let retry = try world.job(name)
      try world.succeed(name)
      try world.delete(name)
      world.mover.end(retry.id, .halted)
      world.deliver()
      world.mover.end(
        retry.id, .settled(world.settlement(failed: 0, above: try world.above(retry, failing: 1))))
      world.deliver()
      #expect(try world.state(name) == .deleting)
      #expect(
        try world.run(1, of: "photos")?.remainder == Remainder(failing: 1, retryable: 1))
      try world.succeed(name)
      #expect(try world.find(name) == nil)
    }
  }

  @Test("a removal that a crash cuts off settles the run that was open before its ledger goes")
  func deleteOverCrash() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      try world.make("photos")
      try world.set(.start, "photos")
      try world.fail("photos")
      let name = try world.retry("photos")
      let retry = try world.job(name)
      try world.succeed(name)
      try world.delete(name)
      try world.crash()
      #expect(world.mover.step(of: retry.id) == .settle)
      world.mover.end(
        retry.id, .settled(world.settlement(failed: 0, above: try world.above(retry, failing: 2))))
      world.deliver()
      #expect(
        try world.run(1, of: "photos")?.remainder == Remainder(failing: 2, retryable: 2))
      // What has ended is only removed: its folders may be gone.
      try world.delete("photos", cascade: true)
      try world.crash()
      let photos = try world.job("photos").id
      #expect(world.mover.step(of: photos) == .discard)
    }
  }

  @Test("a sub-job by hand: its parent by its ID, its addresses, the rules of any retry")
  func byHand() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      let photos = try world.make("photos")
      let other = try world.make("other")
      try world.set(.start, "photos")
      try world.fail("photos")
      let look = try world.wish("photos").look
      let new = try world.newJob("by-hand", from: "photos-from", to: "photos-to")
      let astray = try world.newJob("by-hand", from: "other-from", to: "photos-to")
      #expect(
        world.refusal(.createSubJob(new, parent: "nobody", look)) == .noSuchParent)
      #expect(
        world.refusal(.createSubJob(astray, parent: photos.version, look)) == .invalidArgument)
      let early = try world.newJob("by-hand", from: "other-from", to: "other-to")
      #expect(
        world.refusal(.createSubJob(early, parent: other.version, look)) == .jobIsNotFinished)
      guard
        case .job(let made) = try world.perform(
          .createSubJob(new, parent: photos.version, look))
      else { throw BrokenPromise(what: "no sub-job") }
      #expect(made.state == .begin && made.lineage?.parent == photos.id)
      #expect(world.refusal(.createSubJob(new, parent: photos.version, look)) == .jobAlreadyExists)
      #expect(world.refusal(.setEnabled(made.definition.name, false, note: "")) == .invalidArgument)
      try world.set(.start, "by-hand")
      try world.recover("by-hand")
      #expect(try world.run(1, of: "photos")?.remainder?.failing == 0)
    }
  }

  @Test("a look at an older run does not decide about a newer one")
  func staleLook() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      try world.make("photos")
      try world.set(.start, "photos")
      try world.fail("photos")
      let stale = try world.wish("photos")
      try world.set(.start, "photos")
      try world.fail("photos")
      let name = try Name("photos", of: "job")
      #expect(world.refusal(.retryJob(name, stale)) == .resultNotReadyRetry)
      #expect(world.refusal(.retryJob(try Name("nobody", of: "job"), stale)) == .noSuchJob)
    }
  }

  @Test("the newest runs stay, what is older goes with its retries, slots and ledgers")
  func retention() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      try world.make("photos", try schedule("0 0 * * * *"))
      var definition = try world.job("photos").definition
      definition.history = HistoryPolicy(keepRuns: 3, keepDays: 400)
      definition.retry.isAutomatic = false
      _ = try world.perform(.redefineJob(definition.name, definition))
      world.advance(seconds: 3_600)
      try world.fail("photos")
      let retry = try world.retry("photos")
      try world.fail(retry)
      for _ in 2...5 {
        world.advance(seconds: 3_600)
        try world.complete("photos")
        world.advance(seconds: 1)
      }
      let id = try world.job("photos").id
      let kept = try (1...5).filter { try world.run($0, of: "photos") != nil }
      #expect(kept == [3, 4, 5])
      #expect(world.mover.acts.contains("forget \(id.rawValue).1"))
      #expect(try world.job(retry).state == .deleting)
      #expect(try world.slotWords("photos") == ["started 3", "started 4", "started 5"])
      #expect(try world.history("photos").allSatisfy { $0.first.map { $0 > "2" } ?? false })
      #expect(try world.due("photos")[.prune] == nil)
    }
  }

  @Test("a run whose retry is alive stays, with those that came after it")
  func pinned() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      try world.make("photos")
      var definition = try world.job("photos").definition
      definition.history.keepRuns = 1
      definition.retry.isAutomatic = false
      _ = try world.perform(.redefineJob(definition.name, definition))
      try world.set(.start, "photos")
      try world.fail("photos")
      let retry = try world.retry("photos")
      try world.set(.pause, retry)
      world.mover.end(try world.job(retry).id, .halted)
      world.deliver()
      let id = try world.job("photos").id
      world.mover.settlements[id] = nil
      // A run by hand ends the retry; until that has settled its ledgers are read.
      try world.set(.start, "photos")
      try world.complete("photos")
      world.advance(seconds: 1)
      #expect(try world.run(1, of: "photos") != nil)
      try world.succeed(retry)
      try world.set(.start, "photos")
      try world.complete("photos")
      world.advance(seconds: 1)
      #expect(try world.run(1, of: "photos") == nil)
      #expect(try world.run(2, of: "photos") == nil)
    }
  }
}
