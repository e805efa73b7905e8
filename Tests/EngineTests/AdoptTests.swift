import Calendar
import Engine
import Migration
import Store
import TestSupport
import Testing

@Suite struct AdoptTests {
  @Test("files come, change, go and come back; the job keeps its history")
  func life() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      var wish = try world.wish()
      try world.engine.adopt(wish, now: world.now)
      let job = try world.job("filed")
      #expect(try world.due("filed") == [.start: date(2026, 3, 2, 2)])
      #expect(job.origin == .file("/etc/ferry/jobs.d/filed.job"))
      try world.engine.adopt(wish, now: world.now)
      #expect(world.notes.notes.count == 3, "what is as it was is not told")
      world.advance(to: date(2026, 3, 2, 2))
      try world.complete("filed")
      // Another rule: from now on, its past is not replayed.
      wish.jobs[0].definition.schedule = try schedule("0 0 1 * * *")
      wish.jobs[0].definition.throttle = Throttle(bitsPerSecond: 800)
      world.now = date(2026, 3, 2, 12)
      try world.engine.adopt(wish, now: world.now)
      #expect(try world.due("filed") == [.start: date(2026, 3, 3, 1)])
      #expect(try world.job("filed").id == job.id)
      #expect(try world.job("filed").watermark == world.now)
      #expect(world.mover.throttles[job.id]?.bitsPerSecond == 800)
      // Its file is gone.
      try world.engine.adopt(Wish(addresses: wish.addresses, jobs: []), now: world.now)
      #expect(try world.job("filed").isRetired)
      #expect(try world.due("filed").isEmpty)
      #expect(try world.history("filed").count == 5)
      let name = job.definition.name
      #expect(world.refusal(.setStatus(name, .start)) == .invalidArgument)
      world.advance(to: date(2026, 3, 5))
      // And it is back.
      try world.engine.adopt(wish, now: world.now)
      #expect(try !world.job("filed").isRetired)
      #expect(try world.due("filed") == [.start: date(2026, 3, 5, 1)])
      #expect(try world.slotWords("filed") == ["started 1"])
      #expect(world.refusal(.deleteJob(name)) == .invalidArgument, "its file decides")
      world.advance(to: date(2026, 3, 5, 1))
      #expect(try world.job("filed").lastRun == RunNumber(rawValue: 2))
    }
  }

  @Test("a file that is back while its job is being removed makes a new job at once")
  func backWhileDeleting() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      let wish = try world.wish()
      try world.engine.adopt(wish, now: world.now)
      let first = try world.job("filed")
      try world.engine.adopt(Wish(addresses: wish.addresses, jobs: []), now: world.now)
      _ = try world.engine.perform(.deleteJob(first.definition.name), now: world.now)
      #expect(try world.job("filed").state == .deleting)
      try world.engine.adopt(wish, now: world.now)
      let second = try world.job("filed")
      #expect(second.id != first.id)
      #expect(second.state == .begin)
      // The mover's answer about the old one changes nothing of the new one.
      world.engine.reported(.discarded, job: first.id, run: .first, now: world.now)
      #expect(try world.job("filed") == second)
      #expect(world.mover.acts.last?.hasPrefix("release \(first.id.rawValue).") == true)
    }
  }

  @Test("a schedule that rests wakes for nothing, and its slots are one row when it goes on")
  func disabled() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      var wish = try world.wish()
      try world.engine.adopt(wish, now: world.now)
      wish.jobs[0].definition.enabled = false
      try world.engine.adopt(wish, now: world.now)
      #expect(try world.due("filed").isEmpty)
      #expect(world.engine.nextWake(now: world.now) == nil)
      world.advance(to: date(2026, 3, 9))
      #expect(try world.slotWords("filed").isEmpty)
      // By hand it starts all the same.
      try world.set(.start, "filed")
      try world.complete("filed")
      wish.jobs[0].definition.enabled = true
      try world.engine.adopt(wish, now: world.now)
      #expect(try world.slotWords("filed") == ["skipped disabled ×7"])
      #expect(try world.slots("filed").first?.first == date(2026, 3, 2, 2))
      #expect(try world.slots("filed").first?.last == date(2026, 3, 8, 2))
      #expect(try world.due("filed") == [.start: date(2026, 3, 9, 2)])
      #expect(try world.job("filed").scheduleSpent == 0)
    }
  }

  @Test("a retired job runs to its end, and can be deleted")
  func retiredWhileRunning() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      let wish = try world.wish()
      try world.engine.adopt(wish, now: world.now)
      try world.set(.start, "filed")
      try world.engine.adopt(Wish(addresses: [], jobs: []), now: world.now)
      try world.complete("filed")
      #expect(try world.state("filed") == .finished(.first))
      try world.delete("filed")
      try world.succeed("filed")
      #expect(try world.find("filed") == nil)
      try world.engine.adopt(wish, now: world.now)
      #expect(try world.state("filed") == .begin)
    }
  }

  @Test("a name taken by a request refuses the files, all of them")
  func nameTaken() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      try world.make("filed")
      let before = try world.job("filed")
      let code = world.refusal(of: try world.wish())
      #expect(code?.code == .invalidArgument)
      #expect(code?.message.hasPrefix("/etc/ferry/jobs.d/filed.job:1:1: ") == true)
      #expect(try world.job("filed") == before)
      #expect(try world.database.addressesFromFiles().isEmpty, "all or nothing")
      #expect(try world.database.jobCount() == 1)
      // The same for an address.
      var wish = try world.wish()
      wish.jobs = []
      wish.addresses[1] = try world.address(
        "filed-to", origin: .file("/etc/ferry/addresses.d/filed-to.address"))
      #expect(world.refusal(of: wish)?.code == .invalidArgument)
      #expect(try world.database.addressesFromFiles().isEmpty)
    }
  }

  @Test("an address file cannot go while a job that stays uses it")
  func addressInUse() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      let wish = try world.wish()
      try world.engine.adopt(wish, now: world.now)
      // A request's job beside the file's, made later than it.
      _ = try world.perform(.createAddress(try world.address("elsewhere"), resolved: nil))
      let asked = try world.newJob("asked", from: "source", to: "elsewhere")
      _ = try world.perform(.createJob(asked, resolved: [:]))
      let target = Wish(addresses: [wish.addresses[1]], jobs: [])
      #expect(world.refusal(of: target)?.code == .addressOccupied)
      #expect(try !world.job("filed").isRetired, "all or nothing")
      // The file's own job, still wanted, holds it too; one that goes with it does not.
      #expect(
        world.refusal(of: Wish(addresses: [wish.addresses[0]], jobs: wish.jobs))?.code
          == .addressOccupied)
      try world.engine.adopt(Wish(addresses: [wish.addresses[0]], jobs: []), now: world.now)
      #expect(try world.job("filed").isRetired)
      #expect(try world.database.addressesFromFiles().count == 1)
      #expect(try world.find("asked") != nil)
    }
  }

  @Test("a job that turns to another address lets go of the old one in the same reload")
  func turnsToAnotherAddress() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      var wish = try world.wish()
      try world.engine.adopt(wish, now: world.now)
      wish.addresses[1] = try world.address("other", origin: .file("/etc/ferry/other.address"))
      wish.jobs[0].definition.destination = try Name("other", of: "address")
      try world.engine.adopt(wish, now: world.now)
      #expect(try world.job("filed").definition.destination.text == "other")
      #expect(try world.database.address(named: try Name("target", of: "address")) == nil)
    }
  }

  @Test("a changed address loses what its last verification found")
  func changedAddress() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      var wish = try world.wish()
      try world.engine.adopt(wish, now: world.now)
      let name = wish.addresses[0].name
      let found = Verification(at: world.now, problem: nil)
      _ = try world.perform(.verified(name, found))
      try world.engine.adopt(wish, now: world.now)
      #expect(try world.database.address(named: name)?.verification == found)
      let version = try world.database.address(named: name)?.version
      wish.addresses[0].location = .local(try LocalPath("/srv/elsewhere/"))
      try world.engine.adopt(wish, now: world.now)
      #expect(try world.database.address(named: name)?.verification == nil)
      #expect(try world.database.address(named: name)?.version == version)
      #expect(world.refusal(.deleteAddress(name)) == .invalidArgument)
    }
  }

  @Test("all files that stand against what is kept are named, a line each")
  func allObjections() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      try world.make("filed")
      _ = try world.perform(.createAddress(try world.address("source"), resolved: nil))
      #expect(
        try world.refusal(of: world.wish())?.message == """
          /etc/ferry/addresses.d/source.address:1:1: there is an address 'source' already that was \
          made by request; delete it with 'ferry delete-address source' or rename the file
          /etc/ferry/jobs.d/filed.job:1:1: there is a job 'filed' already that was made by \
          request; delete it with 'ferry delete-job filed' or rename the file
          """)
      #expect(try world.database.addressesFromFiles().isEmpty)
    }
  }

  @Test("a reload tells what has changed, and new limits let those start that wait")
  func reload() throws {
    try Scratch.with { folder in
      let world = try World(folder, limits: EngineLimits(maxRunningJobs: 1))
      var wish = try world.wish()
      let limits = EngineLimits(maxRunningJobs: 1)
      let paths = PathRules(own: [])
      let first = try world.engine.reload(wish, limits: limits, paths: paths, now: world.now)
      #expect(
        first.map { "\($0.what) \($0.name) \($0.how)" } == [
          "address source added", "address target added", "job filed added",
        ])
      #expect(
        try world.engine.reload(wish, limits: limits, paths: paths, now: world.now).isEmpty)
      try world.make("other")
      try world.set(.start, "filed")
      try world.set(.start, "other")
      #expect(try world.state("other").status == .launching)
      // The run that goes on keeps its place, its file is gone or not.
      wish.jobs = []
      let second = try world.engine.reload(
        wish, limits: EngineLimits(maxRunningJobs: 2), paths: paths, now: world.now)
      #expect(second.map(\.how) == ["retired"])
      #expect(try world.state("other").status != .launching)
      try world.complete("filed")
      #expect(try world.state("filed") == .finished(.first))
      // What is refused changes no limit either.
      wish = try world.wish()
      wish.jobs[0].definition.name = try Name("other", of: "job")
      #expect(throws: Refusal.self) {
        try world.engine.reload(wish, limits: limits, paths: paths, now: world.now)
      }
      world.engine.drain()
      #expect(throws: Refusal.self) {
        try world.engine.reload(
          Wish(addresses: [], jobs: []), limits: limits, paths: paths, now: world.now)
      }
    }
  }

  @Test("a full store refuses the files and keeps what was")
  func full() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      world.store.refusal = StoreFailure(.full, "full")
      #expect(world.refusal(of: try world.wish())?.code == .unavailable)
      #expect(world.notes.notes.isEmpty, "what was not done is not told")
      world.store.refusal = nil
      #expect(try world.database.jobCount() == 0)
    }
  }
}

extension World {
  /// Two address files and a nightly job file.
  func wish() throws -> Wish {
    let addresses = try ["source", "target"].map {
      try address($0, origin: .file("/etc/ferry/addresses.d/\($0).address"))
    }
    let job = try newJob(
      "filed", from: "source", to: "target", schedule: try schedule("0 0 2 * * *"),
      origin: .file("/etc/ferry/jobs.d/filed.job"))
    return Wish(addresses: addresses, jobs: [job])
  }

  func refusal(of wish: Wish) -> Refusal? {
    do {
      try engine.adopt(wish, now: now)
      return nil
    } catch {
      return error
    }
  }
}
