import Calendar
import Engine
import Migration
import Store
import TestSupport
import Testing

@Suite struct RunLifeTests {
  @Test("a run by hand goes from start to finish, every status recorded before its act")
  func manualRun() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      let job = try world.make("photos")
      #expect(job.state == .begin)
      #expect(try world.due("photos").isEmpty)
      try world.set(.start, "photos")
      #expect(try world.state("photos") == .preparing(.first))
      world.now = world.now.advanced(byMicroseconds: 5)
      try world.succeed("photos")
      #expect(try world.state("photos") == .doing(.first))
      var counts = RunCounts()
      (counts.total, counts.copied, counts.failed, counts.listed) = (9, 8, 1, true)
      world.mover.figures[job.id] = counts
      try world.succeed("photos", times: 2)
      #expect(try world.state("photos") == .finished(.first))
      #expect(world.mover.holding.isEmpty)
      #expect(
        world.mover.acts == ["prepare 1.1", "move 1.1", "settle 1.1", "release 1.1"])
      #expect(
        try world.history("photos")
          == ["1 starting", "1 preparing", "1 migrating", "1 closing", "1 finished"])
      let run = try #require(try world.run(1, of: "photos"))
      #expect(run.counts == counts)
      #expect(run.trigger == .manual)
      #expect(run.slot == nil)
      #expect(run.ended == world.now)
      try world.set(.start, "photos")
      #expect(try world.state("photos") == .preparing(RunNumber(rawValue: 2)))
    }
  }

  @Test("a daemon that dies in any status goes on with the same run, its status unchanged")
  func crashEverywhere() throws {
    try Scratch.with { folder in
      let world = try World(folder, limits: EngineLimits(maxRunningJobs: 1))
      try world.make("first")
      try world.make("second")
      try world.set(.start, "first")
      try world.set(.start, "second")
      for (status, act) in [("preparing", "prepare"), ("doing", "prepare"), ("closing", "settle")] {
        let (one, two) = (try world.state("first"), try world.state("second"))
        #expect("\(one.status)" == status)
        #expect(two == .launching(.first))
        try world.crash()
        #expect(try world.state("first") == one)
        #expect(try world.state("second") == two)
        #expect(world.mover.acts == ["\(act) 1.1"])
        // In `doing` the ledger is opened again first, and the status stays.
        if status == "doing" {
          try world.succeed("first")
          #expect(try world.state("first") == one)
        }
        if status != "closing" { try world.succeed("first") }
      }
      try world.succeed("first")
      #expect(try world.history("first").count == 5)
      #expect(try world.state("second") == .preparing(.first))
      for state in ["finished", "suspended", "deleting"] {
        if state == "suspended" { try world.set(.pause, "second") }
        if state == "deleting" { try world.delete("second") }
        let before = try (world.state("first"), world.state("second"))
        try world.crash()
        #expect(try world.state("first") == before.0)
        #expect(try world.state("second") == before.1)
      }
      // Its run was open: what that has left half-written goes before its ledger does.
      #expect(world.mover.acts == ["settle 2.1", "discard 2.1"])
      try world.succeed("second")
      try world.succeed("second")
      #expect(try world.find("second") == nil)
    }
  }

  @Test("pausing and starting again before the mover has stopped keeps the run and its place")
  func quickPauseAndStart() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      let job = try world.make("photos")
      try world.set(.start, "photos")
      try world.succeed("photos")
      try world.set(.pause, "photos")
      #expect(world.refusal(.setStatus(job.definition.name, .pause)) == .invalidJobStatus)
      try world.set(.start, "photos")
      // It waits: the mover still holds the run.
      #expect(try world.state("photos") == .launching(.first))
      world.mover.end(job.id, .halted)
      world.deliver()
      #expect(try world.state("photos") == .preparing(.first))
      try world.complete("photos")
      #expect(try world.state("photos") == .finished(.first))
      #expect(world.mover.problems.isEmpty)
      #expect(world.mover.holding.isEmpty)
    }
  }

  @Test("a run that ended just as it was paused is let go and goes on from its ledger")
  func movedAcrossPause() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      let job = try world.make("photos")
      try world.set(.start, "photos")
      try world.succeed("photos")
      // The report is on its way when the pause is decided.
      world.mover.succeed(job.id)
      try world.set(.pause, "photos")
      world.deliver()
      #expect(try world.state("photos") == .suspended(.first, .hand))
      #expect(world.mover.holding.isEmpty)
      try world.set(.start, "photos")
      try world.complete("photos")
      #expect(try world.state("photos") == .finished(.first))
      #expect(world.mover.problems.isEmpty)
    }
  }

  @Test("closing while a release is still on its way loses no session")
  func closeDuringRelease() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      let job = try world.make("photos")
      try world.set(.start, "photos")
      try world.succeed("photos")
      try world.set(.pause, "photos")
      world.mover.end(job.id, .halted)
      world.deliverOne()
      try world.set(.close, "photos")
      world.deliver()
      #expect(world.mover.step(of: job.id) == .settle)
      world.engine.drain()
      #expect(!world.engine.isDrained, "the run is still being settled")
      try world.succeed("photos")
      #expect(try world.state("photos") == .finished(.first))
      #expect(world.engine.isDrained)
      #expect(world.mover.problems.isEmpty)
    }
  }

  @Test("closing works from every status with a run, and is refused without one")
  func closeEverywhere() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      for (number, status) in ["launching", "preparing", "doing", "suspended", "attention"]
        .enumerated()
      {
        let name = "job-\(number)"
        let job = try world.make(name)
        #expect(world.refusal(.setStatus(job.definition.name, .close)) == .invalidJobStatus)
        try world.set(.start, name)
        if status == "launching" {
          try world.set(.pause, name)
          try world.set(.start, name)
        }
        if status == "doing" { try world.succeed(name) }
        if status == "suspended" { try world.set(.pause, name) }
        if status == "attention" {
          world.mover.end(job.id, .blocked(.preparing, "mount it"))
          world.deliver()
          #expect(try world.state(name) == .suspended(.first, .attention("mount it")))
        }
        try world.set(.close, name)
        #expect(try world.state(name) == .closing(.first, .cut))
        #expect(world.refusal(.setStatus(job.definition.name, .start)) == .invalidJobStatus)
        #expect(world.refusal(.setStatus(job.definition.name, .close)) == .invalidJobStatus)
        if world.mover.isHalting(job.id) { world.mover.end(job.id, .halted) }
        world.deliver()
        try world.succeed(name)
        #expect(try world.state(name) == .finished(.first), "closed from \(status)")
        #expect(world.refusal(.setStatus(job.definition.name, .close)) == .invalidJobStatus)
      }
      #expect(world.mover.problems.isEmpty)
      #expect(world.mover.holding.isEmpty)
    }
  }

  @Test("a run that breaks ends, and the next start opens another one")
  func broken() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      let job = try world.make("photos")
      try world.set(.start, "photos")
      var counts = RunCounts()
      counts.copied = 3
      world.mover.figures[job.id] = counts
      world.mover.end(job.id, .broken(.preparing, "the ledger is unreadable"))
      world.deliver()
      #expect(
        try world.state("photos") == .interrupted(.first, reason: "the ledger is unreadable"))
      let run = try #require(try world.run(1, of: "photos"))
      #expect(run.ended == world.now)
      #expect(run.counts == counts)
      try world.set(.start, "photos")
      #expect(try world.state("photos") == .preparing(RunNumber(rawValue: 2)))
    }
  }

  @Test("a job that is deleted while it runs is halted, discarded and gone with its history")
  func deleteWhileRunning() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      let job = try world.make(
        "photos", try schedule("0 0 2 * * *", suspend: "0 0 6 * * *"))
      try world.set(.start, "photos")
      try world.succeed("photos")
      try world.delete("photos")
      #expect(try world.state("photos") == .deleting)
      #expect(try world.due("photos").isEmpty, "nothing wakes for a job that goes")
      let name = job.definition.name
      for command: Command in [
        .setStatus(name, .start), .setStatus(name, .pause), .setStatus(name, .close),
        .setThrottle(name, .none), .deleteJob(name),
      ] {
        #expect(world.refusal(command) == .jobInDeleting)
      }
      world.mover.end(job.id, .halted)
      world.deliver()
      // Settled, so that nothing half-written stays behind; then discarded.
      try world.succeed("photos")
      #expect(try world.state("photos") == .deleting)
      try world.succeed("photos")
      #expect(try world.find("photos") == nil)
      #expect(try world.database.run(.first, of: job.id) == nil)
      #expect(try world.database.commits(of: job.id, run: nil, before: nil, limit: 9).isEmpty)
      #expect(world.mover.holding.isEmpty)
      // The name is free again, the number is not.
      let new = try world.newJob("photos", from: "photos-from", to: "photos-to")
      _ = try world.perform(.createJob(new, resolved: [:]))
      #expect(try world.job("photos").id > job.id)
    }
  }

  @Test("draining stops runs at a boundary without changing a status, and begins nothing")
  func drain() throws {
    try Scratch.with { folder in
      let world = try World(folder, limits: EngineLimits(maxRunningJobs: 2))
      for name in ["one", "two", "three"] {
        try world.make(name)
        try world.set(.start, name)
      }
      try world.succeed("one")
      let states = try ["one", "two", "three"].map(world.state)
      world.engine.drain()
      #expect(!world.engine.isDrained)
      for id in world.mover.working { world.mover.end(id, .halted) }
      world.deliver()
      #expect(world.engine.isDrained)
      #expect(world.mover.holding.isEmpty)
      #expect(try ["one", "two", "three"].map(world.state) == states)
      #expect(world.engine.nextWake(now: world.now) == nil)
      #expect(
        world.refusal(.setStatus(try Name("three", of: "job"), .pause)) == .unavailable)
      try world.crash(down: 60)
      #expect(try ["one", "two", "three"].map(world.state) == states)
      for name in ["one", "two"] { try world.complete(name) }
      #expect(try world.state("three") == .preparing(.first))
    }
  }

  @Test("above the limit jobs wait in the order of their starts")
  func admission() throws {
    try Scratch.with { folder in
      let world = try World(folder, limits: EngineLimits(maxRunningJobs: 2))
      let names = ["eee", "ddd", "ccc", "bbb", "aaa"]
      for name in names.reversed() { try world.make(name) }
      for name in names {
        world.now = world.now.advanced(byMicroseconds: 1)
        try world.set(.start, name)
      }
      var order: [String] = []
      for _ in 0..<20 {
        for name in names where !order.contains(name) {
          let status = try world.state(name).status
          if [.preparing, .doing, .closing].contains(status) { order.append(name) }
        }
        #expect(try world.database.placesHeld(bySubJobs: false) <= 2)
        guard let id = world.mover.working.last else { break }
        world.mover.succeed(id)
        world.deliver()
      }
      #expect(order == names)
    }
  }
}
