import Calendar
import Engine
import Migration
import Store
import TestSupport
import Testing

@Suite struct CommandTests {
  @Test("each rule that stands against a request has its code")
  func refusals() throws {
    try Scratch.with { folder in
      let world = try World(folder, limits: EngineLimits(maxJobs: 2))
      try world.make("photos")
      let photos = try Name("photos", of: "job")
      let absent = try Name("absent", of: "job")
      // Addresses.
      let again = try world.address("photos-to")
      #expect(world.refusal(.createAddress(again, resolved: nil)) == .addressAlreadyExists)
      for (path, resolved) in [("/proc/1/", nil), ("/srv/link/", "/var/lib/ferry/ledgers/")] {
        let address = try world.address("other", path)
        let target = try resolved.map { Address.Location.local(try LocalPath($0)) }
        #expect(world.refusal(.createAddress(address, resolved: target)) == .invalidArgument)
      }
      #expect(world.refusal(.deleteAddress(absent)) == .noSuchAddress)
      #expect(
        world.refusal(.verified(absent, Verification(at: world.now, problem: nil)))
          == .noSuchAddress)
      #expect(world.refusal(.deleteAddress(again.name)) == .addressOccupied)
      // Jobs that are not there.
      for command: Command in [
        .setStatus(absent, .start), .setStatus(absent, .pause), .setStatus(absent, .close),
        .setThrottle(absent, .none), .deleteJob(absent),
      ] {
        #expect(world.refusal(command) == .noSuchJob)
      }
      // Jobs to be.
      func create(
        _ name: String, _ from: String, _ to: String, _ rule: ScheduleRule = ScheduleRule(),
        resolved: [Name: LocalPath] = [:]
      ) throws -> RefusalCode? {
        let new = try world.newJob(name, from: from, to: to, schedule: rule)
        return world.refusal(.createJob(new, resolved: resolved))
      }
      for (name, path) in [("inner", "/srv/photos-from/inner/"), ("third", "/srv/third/")] {
        _ = try world.perform(.createAddress(try world.address(name, path), resolved: nil))
      }
      #expect(try create("photos", "third", "photos-to") == .jobAlreadyExists)
      #expect(try create("other", "absent", "photos-to") == .noSuchAddress)
      #expect(try create("other", "photos-from", "absent") == .noSuchAddress)
      #expect(try create("other", "photos-from", "photos-from") == .invalidArgument)
      #expect(try create("other", "photos-from", "inner") == .invalidArgument)
      #expect(try create("other", "inner", "photos-from") == .invalidArgument)
      let through = try LocalPath("/srv/photos-from/by/link/")
      #expect(
        try create(
          "other", "photos-from", "third", resolved: [try Name("third", of: "address"): through])
          == .invalidArgument)
      #expect(try create("other", "photos-from", "photos-to") == .jobRepeated)
      // Lists: read, never written; the objects and the list both lie where they may.
      var list = try world.address("list")
      func place(_ data: String, _ manifest: String) throws -> Address.Location {
        .inventory(
          InventoryPlace(data: try LocalPath(data), manifest: try LocalFile(manifest)))
      }
      for (data, manifest) in [
        ("/proc/1/", "/srv/l/m.json"), ("/srv/third/", "/var/lib/ferry/m.json"),
        ("/srv/third/", "/proc/1/m.json"),
      ] {
        list.location = try place(data, manifest)
        #expect(world.refusal(.createAddress(list, resolved: nil)) == .invalidArgument)
      }
      list.location = try place("/srv/third/inside/", "/srv/l/m.json")
      let resolved = try place("/srv/third/inside/", "/var/lib/ferry/m.json")
      #expect(world.refusal(.createAddress(list, resolved: resolved)) == .invalidArgument)
      _ = try world.perform(.createAddress(list, resolved: nil))
      #expect(try create("other", "photos-from", "list") == .invalidArgument)
      #expect(try create("other", "list", "third") == .invalidArgument)
      let rule = try schedule("0 0 2 * * *", zone: "Mars/Olympus")
      #expect(try create("other", "third", "photos-to", rule) == .invalidArgument)
      #expect(try create("other", "third", "photos-to") == nil)
      #expect(try create("more", "third", "inner") == .jobLimit)
      // Statuses.
      #expect(world.refusal(.setStatus(photos, .pause)) == .invalidJobStatus)
      #expect(world.refusal(.setStatus(photos, .start)) == nil)
      #expect(world.refusal(.setStatus(photos, .start)) == .invalidJobStatus)
      #expect(world.refusal(.deleteJob(photos)) == nil)
      #expect(world.refusal(.deleteJob(photos)) == .jobInDeleting)
      #expect(world.refusal(.deleteAddress(again.name)) == .addressOccupied)
      world.engine.drain()
      #expect(world.refusal(.deleteJob(absent)) == .unavailable)
    }
  }

  @Test("a throttle is in force at once, in the store and in the mover")
  func throttle() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      let job = try world.make("photos")
      let limits = Throttle(bitsPerSecond: 1_000, objectsPerSecond: 5)
      // Made of limits that somebody else has changed meanwhile.
      let stale = Throttle(bitsPerSecond: 5)
      #expect(
        world.refusal(.setThrottle(job.definition.name, limits, over: stale))
          == .updatedConcurrently)
      var old = job.definition
      old.tags = "of:yesterday"
      #expect(
        world.refusal(.redefineJob(job.definition.name, job.definition, over: old))
          == .updatedConcurrently)
      _ = try world.perform(.setThrottle(job.definition.name, limits))
      #expect(try world.job("photos").definition.throttle == limits)
      #expect(world.mover.throttles == [job.id: limits])
    }
  }

  @Test("an address that no job uses goes, and its name is free")
  func deleteAddress() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      try world.make("photos")
      try world.delete("photos")
      try world.succeed("photos")
      let name = try Name("photos-to", of: "address")
      _ = try world.perform(.deleteAddress(name))
      #expect(try world.database.address(named: name) == nil)
      _ = try world.perform(.createAddress(try world.address("photos-to"), resolved: nil))
    }
  }
}
