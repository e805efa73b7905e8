import Calendar
import Engine
import Migration
import Store
import TestSupport
import Testing

@Suite struct JobRowTests {
  @Test("a job comes back as it was kept, in every state and with every field")
  func jobs() throws {
    try Scratch.with { folder in
      let database = try JobDatabase(writing: folder + "/ferry.db")
      let job = try add("photos", to: database)
      let new = try newJob("photos")
      #expect(job.definition == new.definition)
      #expect(job.version == new.version)
      #expect((job.created, job.modified, job.watermark) == (at(1_000), at(1_000), at(1_000)))
      #expect(
        try database.dueEvents(of: job.id).map(\.at) == [at(2_000), at(3_000)])
      for state in states {
        var changed = job
        changed.state = state
        changed.stateSince = at(5)
        changed.lastRun = state.run
        changed.scheduleSpent = .max
        changed.watermark = Instant(microseconds: .min)
        changed.modified = Instant(microseconds: .max)
        changed.isRetired = true
        changed.queued = state == .begin ? nil : at(11)
        changed.turn = state.status == .launching ? 13 : nil
        changed.ranFor = 12
        changed.note = "O'Neill\n"
        changed.origin = .file("/etc/ferry/jobs.d/photos.job")
        try database.commit([.job(JobChange(job: changed, at: at(9)))])
        #expect(try database.job(job.id) == changed)
        #expect(try database.job(version: job.version) == changed)
      }
    }
  }

  @Test("the zone of a file's job is told by its name, unless it is being removed")
  func zoneOfFileJob() throws {
    try Scratch.with { folder in
      let database = try JobDatabase(writing: folder + "/ferry.db")
      _ = try add("asked", to: database)
      var filed = try add("filed", to: database, origin: .file("/etc/ferry/jobs.d/filed.job"))
      #expect(try database.zone(ofJobNamed: "asked") == nil)
      #expect(try database.zone(ofJobNamed: "filed") == "Europe/Berlin")
      #expect(try database.zone(ofJobNamed: "none") == nil)
      filed.state = .deleting
      try database.commit([.job(JobChange(job: filed, at: at(9)))])
      #expect(try database.zone(ofJobNamed: "filed") == nil)
    }
  }

  @Test("the least interval that was in force before is known at the next start")
  func minInterval() throws {
    try Scratch.with { folder in
      let database = try JobDatabase(writing: folder + "/ferry.db")
      #expect(try database.exchangeMinInterval(5) == nil)
      #expect(try database.exchangeMinInterval(5) == 5)
      #expect(try database.exchangeMinInterval(7) == 5)
      #expect(try database.exchangeMinInterval(7) == 7)
    }
  }

  @Test("an address comes back as it was kept, before and after it was verified")
  func addresses() throws {
    try Scratch.with { folder in
      let database = try JobDatabase(writing: folder + "/ferry.db")
      var address = Address(
        name: try name("nas"), version: "v", location: .local(try LocalPath("/srv/a\u{301} b'/")),
        origin: .file("/a"), tags: "k:v", created: at(1), modified: at(2))
      try database.commit([.addAddress(address)])
      #expect(try database.address(named: address.name) == address)
      let problem = Verification.Problem(code: "NoSuchFolder", message: "make it")
      for verification in [
        Verification(at: at(3), problem: nil), Verification(at: at(4), problem: problem),
      ] {
        address.verification = verification
        address.location = .local(try LocalPath("/srv/b/"))
        try database.commit([.updateAddress(address)])
        #expect(try database.address(named: address.name) == address)
      }
      #expect(try database.addressCount() == 1)
      #expect(throws: StoreFailure.self) { try database.commit([.addAddress(address)]) }
    }
  }

  @Test("an inventory comes back with both its places, and a run remembers both")
  func inventory() throws {
    try Scratch.with { folder in
      let database = try JobDatabase(writing: folder + "/ferry.db")
      let place = InventoryPlace(
        data: try LocalPath("/srv/photos/"), manifest: try LocalFile("/srv/l/m.json"))
      let address = Address(
        name: try name("photos-from"), version: "v", location: .inventory(place), origin: .api,
        created: at(1), modified: at(2))
      try database.commit([.addAddress(address)])
      #expect(try database.address(named: address.name) == address)
      let job = try add("photos", to: database)
      let change = JobChange(
        job: job, records: [.openRun(.first, .manual, slot: nil, input: .listing)], at: at(3))
      try database.commit([.job(change)])
      let run = try #require(try database.run(.first, of: job.id))
      #expect(run.source == "/srv/photos/ as listed in /srv/l/m.json")
      #expect(run.source == address.location.text)
    }
  }

  @Test("a run comes back as it was kept, with its slot and its figures")
  func runs() throws {
    try Scratch.with { folder in
      let database = try JobDatabase(writing: folder + "/ferry.db")
      let source = Address(
        name: try name("photos-from"), version: "v", location: .local(try LocalPath("/srv/from/")),
        origin: .api, created: at(1), modified: at(1))
      try database.commit([.addAddress(source)])
      let job = try add("photos", to: database)
      for (number, trigger) in [(1, .schedule), (2, .catchup), (3, .manual)] as [(Int64, Trigger)] {
        let run = RunNumber(rawValue: number)
        let slot = trigger == .manual ? nil : at(100 + number)
        var change = JobChange(job: job, at: at(number))
        change.records = [.openRun(run, trigger, slot: slot, input: .listing)]
        try database.commit([.job(change)])
        var expected = Run(
          job: job.id, number: run, trigger: trigger, slot: slot, source: "/srv/from/",
          destination: "", opened: at(number))
        #expect(try database.run(run, of: job.id) == expected)
        expected.ended = at(50)
        expected.counts = counts(number)
        expected.remainder = Remainder(failing: 2, retryable: 1)
        change = JobChange(
          job: job,
          records: [
            .endRun(run, Settlement(counts(number), remainder: Remainder(failing: 2, retryable: 1)))
          ], at: at(50))
        try database.commit([.job(change)])
        #expect(try database.run(run, of: job.id) == expected)
      }
    }
  }

  @Test("a run that breaks keeps the figures that were known, or none")
  func brokenRun() throws {
    try Scratch.with { folder in
      let database = try JobDatabase(writing: folder + "/ferry.db")
      let job = try add("photos", to: database)
      try open(2, of: job, in: database)
      for (number, known) in [(1, counts(3)), (2, nil)] as [(Int64, RunCounts?)] {
        let run = RunNumber(rawValue: number)
        let change = JobChange(job: job, records: [.breakRun(run)], counts: known, at: at(50))
        try database.commit([.job(change)])
        #expect(try database.run(run, of: job.id)?.ended == at(50))
        #expect(try database.run(run, of: job.id)?.counts == known ?? RunCounts())
      }
    }
  }

  @Test("a slot opens one run only, and a list of changes is written whole or not at all")
  func conflicts() throws {
    try Scratch.with { folder in
      let database = try JobDatabase(writing: folder + "/ferry.db")
      let job = try add("photos", to: database)
      var change = JobChange(job: job, at: at(1))
      change.records = [.openRun(.first, .schedule, slot: at(9), input: .listing)]
      try database.commit([.job(change)])
      change.records = [.openRun(RunNumber(rawValue: 2), .schedule, slot: at(9), input: .listing)]
      change.job.scheduleSpent = 1
      let new = try newJob("other")
      let failure = #expect(throws: StoreFailure.self) {
        try database.commit([.addJob(new), .job(change)])
      }
      #expect(failure?.kind == .conflict)
      #expect(try database.jobCount() == 1)
      #expect(try database.job(job.id)?.scheduleSpent == 0)
      #expect(throws: StoreFailure.self) { try database.commit([.addJob(try newJob("photos"))]) }
    }
  }

  @Test("a removed job takes everything of its own with it, and its number is not used again")
  func removal() throws {
    try Scratch.with { folder in
      let database = try JobDatabase(writing: folder + "/ferry.db")
      let job = try add("photos", to: database)
      try open(2, of: job, in: database)
      try database.commit([.job(JobChange(job: job, records: [.remove], at: at(9)))])
      #expect(try database.job(job.id) == nil)
      #expect(try database.run(.first, of: job.id) == nil)
      #expect(try database.commits(of: job.id, run: nil, before: nil, limit: 9).isEmpty)
      #expect(try database.nextDue() == nil)
      #expect(try add("photos", to: database).id > job.id)
    }
  }
}

private let states: [JobState] = {
  let run = RunNumber(rawValue: 4)
  return [
    .begin, .launching(run), .preparing(run), .doing(run), .suspended(run, .hand),
    .suspended(run, .schedule), .suspended(run, .attention("mend\nit")),
    .suspended(run, .attention("")), .closing(run, .complete), .closing(run, .cut), .finished(run),
    .interrupted(run, reason: "gone"), .interrupted(run, reason: ""), .deleting,
  ]
}()

private func counts(_ number: Int64) -> RunCounts {
  var counts = RunCounts()
  (counts.total, counts.totalBytes) = (number * 10, .max)
  (counts.copied, counts.copiedBytes) = (number * 9, number)
  (counts.skipped, counts.skippedBytes) = (number * 2, number * 3)
  (counts.failed, counts.listed) = (number, number != 2)
  return counts
}
