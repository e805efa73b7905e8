import Calendar
import Engine
import Migration
import Store
import TestSupport
import Testing

@Suite struct StoreTroubleTests {
  @Test("slots whose transaction fails at its end have started nothing, and start once afterwards")
  func groupFails() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      for name in ["one", "two"] { try world.make(name, try schedule("0 0 * * * *")) }
      world.now = date(2026, 3, 2, 1)
      world.store.refusesTogether = StoreFailure(.full, "database or disk is full")
      world.engine.wake(now: world.now)
      #expect(world.mover.acts.isEmpty)
      #expect(world.notes.notes == [.storeFailed(StoreFailure(.full, "database or disk is full"))])
      #expect(try world.job("one").lastRun == nil)
      world.store.refusesTogether = nil
      world.now = try #require(world.engine.nextWake(now: world.now))
      world.engine.wake(now: world.now)
      #expect(world.mover.acts == ["prepare 1.1", "prepare 2.1"])
      for name in ["one", "two"] {
        #expect(try world.run(1, of: name)?.slot == date(2026, 3, 2, 1))
        #expect(try world.job(name).scheduleSpent == 1)
      }
    }
  }

  @Test("while the store is full nothing is lost: requests are refused, events wait")
  func full() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      let running = try world.make("running")
      try world.make("hourly", try schedule("0 0 * * * *"))
      try world.set(.start, "running")
      let state = try world.state("running")
      world.store.refusal = StoreFailure(.full, "database or disk is full")
      world.mover.succeed(running.id)
      world.deliver()
      #expect(try world.state("running") == state)
      #expect(world.mover.acts == ["prepare 1.1"], "no act before its record")
      #expect(world.refusal(.setStatus(running.definition.name, .pause)) == .unavailable)
      #expect(
        world.refusal(.createAddress(try world.address("more"), resolved: nil)) == .unavailable)
      world.now = date(2026, 3, 2, 1)
      for _ in 0..<5 {
        world.engine.wake(now: world.now)
        let next = try #require(world.engine.nextWake(now: world.now))
        #expect(next == world.now.advanced(byMicroseconds: 1_000_000))
        world.now = next
      }
      #expect(try world.job("hourly").lastRun == nil)
      world.store.refusal = nil
      world.engine.wake(now: world.now)
      #expect(try world.state("running") == .doing(.first))
      #expect(try world.state("hourly") == .preparing(.first))
      #expect(try world.run(1, of: "hourly")?.slot == date(2026, 3, 2, 1))
      #expect(world.mover.acts == ["prepare 1.1", "move 1.1", "prepare 2.1"])
      #expect(world.notes.notes.contains(.storeRecovered))
    }
  }

  @Test("a start on a full store leaves the job as it was")
  func startWhileFull() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      let job = try world.make("photos")
      world.store.refusal = StoreFailure(.full, "full")
      #expect(world.refusal(.setStatus(job.definition.name, .start)) == .unavailable)
      #expect(world.refusal(.deleteJob(job.definition.name)) == .unavailable)
      world.store.refusal = StoreFailure(.failed, "disk I/O error")
      #expect(world.refusal(.setStatus(job.definition.name, .start)) == .internalError)
      world.store.refusal = nil
      #expect(try world.job("photos") == job)
      #expect(world.mover.acts.isEmpty)
    }
  }

  @Test("a daemon starts on a full store, goes on with its runs and deletions, and waits")
  func bootWhileFull() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      for name in ["one", "two"] { try world.make(name) }
      try world.set(.start, "one")
      try world.delete("two")
      world.store.refusal = StoreFailure(.full, "full")
      try world.engine.boot(now: world.now)
      #expect(world.mover.acts.contains("prepare 1.1"))
      #expect(world.mover.acts.contains("discard 2.1"))
    }
  }

  @Test("a job that cannot be read does not stop the others")
  func damagedJob() throws {
    try Scratch.with { folder in
      let world = try World(folder, limits: EngineLimits(maxRunningJobs: 2))
      let bad = try world.make("bad", try schedule("0 0 * * * *"))
      let good = try world.make("good", try schedule("0 0 * * * *"))
      try world.set(.start, "bad")
      world.store.damaged = [bad.id]
      // A report about it, a slot of both, and a place for the other one.
      world.mover.succeed(bad.id)
      world.deliver()
      world.mover.end(bad.id, .halted)
      world.advance(to: date(2026, 3, 2, 1))
      #expect(try world.database.job(good.id)?.state == .preparing(.first))
      #expect(world.mover.holding == [good.id])
      #expect(world.refusal(.setStatus(bad.definition.name, .pause)) == .internalError)
      try world.complete("good")
      world.advance(to: date(2026, 3, 2, 2))
      #expect(try world.database.job(good.id)?.lastRun == RunNumber(rawValue: 2))
      world.engine.clockStepped(now: world.now)
      try world.engine.boot(now: world.now)
      #expect(world.notes.storeTroubles >= 1)
      #expect(world.notes.storeTroubles <= 3, "the damage is told once, not at every turn")
    }
  }

  @Test("a damaged job among those that wait keeps nobody from a place")
  func damagedWaiting() throws {
    try Scratch.with { folder in
      let world = try World(folder, limits: EngineLimits(maxRunningJobs: 1))
      for name in ["aaa", "bad", "ccc"] {
        try world.make(name)
        try world.set(.start, name)
      }
      world.store.damaged = [try world.job("bad").id]
      try world.complete("aaa")
      #expect(try world.state("ccc") == .preparing(.first))
    }
  }

  @Test("a state that another process has locked is told once, and again when it is let go")
  func locked() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      try world.make("hourly", try schedule("0 0 * * * *"))
      let busy = StoreFailure(.busy, "database is locked")
      world.store.refusal = busy
      world.engine.prove(now: world.now)
      #expect(world.engine.storeTrouble == busy)
      #expect(world.refusal(.setStatus(try Name("hourly", of: "job"), .start)) == .unavailable)
      world.now = date(2026, 3, 2, 1)
      for _ in 0..<5 {
        let hasLooked = world.engine.wake(now: world.now)
        #expect(!hasLooked)
        world.now = try #require(world.engine.nextWake(now: world.now))
      }
      #expect(world.notes.notes == [.storeFailed(busy)])
      world.store.refusal = nil
      let hasLooked = world.engine.wake(now: world.now)
      #expect(hasLooked)
      #expect(world.engine.storeTrouble == nil)
      #expect(world.notes.notes.contains(.storeRecovered))
      #expect(try world.run(1, of: "hourly")?.slot == date(2026, 3, 2, 1))
    }
  }

  @Test("a start that finds no space does not let the log swing between trouble and recovery")
  func noSwing() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      let job = try world.make("hourly", try schedule("0 0 * * * *"))
      // Small writes go through, this one does not.
      world.store.refusals[job.id] = StoreFailure(.full, "database or disk is full")
      world.now = date(2026, 3, 2, 1)
      for _ in 0..<5 {
        world.engine.wake(now: world.now)
        world.now = try #require(world.engine.nextWake(now: world.now))
      }
      #expect(world.notes.notes.count == 1)
      world.store.refusals = [:]
      world.engine.wake(now: world.now)
      #expect(world.notes.notes.contains(.storeRecovered))
      #expect(try world.state("hourly") == .preparing(.first))
    }
  }
}
