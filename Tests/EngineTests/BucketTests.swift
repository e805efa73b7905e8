import Calendar
import Engine
import Migration
import Store
import TestSupport
import Testing

/// What no transport reaches is kept, and is kept away from jobs.
@Suite struct BucketTests {
  @Test("a job from or to a store that no transport reaches is refused, and so is the start of one")
  func jobs() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      for address in [try bucket("store", world), try world.address("folder")] {
        _ = try world.perform(.createAddress(address, resolved: nil))
      }
      for (from, to) in [("store", "folder"), ("folder", "store")] {
        let job = try world.newJob("job", from: from, to: to)
        #expect(world.refusal(.createJob(job, resolved: [:])) == .invalidAddressType)
      }
      #expect(try world.find("job") == nil)
      // An address that has become a store under a job that was there before.
      try world.make("old")
      let old = try world.job("old").definition
      var address = try #require(try world.database.address(named: old.source))
      address.location = try bucket("store", world).location
      try world.database.commit([.updateAddress(address)])
      #expect(world.refusal(.setStatus(old.name, .start)) == .invalidAddressType)
    }
  }

  @Test("a file cannot make such a store of an address that a request's job uses")
  func files() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      var wish = try world.wish()
      try world.engine.adopt(wish, now: world.now)
      _ = try world.perform(.createAddress(try world.address("elsewhere"), resolved: nil))
      let asked = try world.newJob("asked", from: "source", to: "elsewhere")
      _ = try world.perform(.createJob(asked, resolved: [:]))
      wish.jobs = []
      wish.addresses[0].location = try bucket("store", world).location
      let refusal = world.refusal(of: wish)
      #expect(refusal?.code == .addressOccupied)
      #expect(
        refusal?.message.hasPrefix(
          "/etc/ferry/addresses.d/source.address:1:1: job 'asked' uses it: UPYUN")
          == true)
      try world.delete("asked")
      try world.succeed("asked")
      try world.engine.adopt(wish, now: world.now)
      #expect(try world.database.address(named: wish.addresses[0].name)?.location.bucket != nil)
    }
  }

  @Test("another key is given to the address that was looked at, or to none")
  func access() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      let address = try bucket("store", world)
      _ = try world.perform(.createAddress(address, resolved: nil))
      _ = try world.perform(.verified(address.name, Verification(at: world.now, problem: nil)))
      let access = BucketPlace.Access(id: "AK", secret: .sealed([1, 2, 3]))
      world.now = date(2026, 3, 2, 12)
      _ = try world.perform(.setAccess(address.name, access, of: address.version))
      let kept = try #require(try world.database.address(named: address.name))
      #expect(kept.location.bucket?.access == access)
      #expect(kept.verification == nil && kept.modified == world.now)
      #expect(
        world.refusal(.setAccess(address.name, access, of: "another")) == .updatedConcurrently)
      let folder = try world.address("folder")
      _ = try world.perform(.createAddress(folder, resolved: nil))
      #expect(
        world.refusal(.setAccess(folder.name, access, of: folder.version)) == .updatedConcurrently)
    }
  }

  private func bucket(_ name: String, _ world: World) throws -> Address {
    let kind = try #require(ServiceKind.named("upyun"))
    var address = try world.address(name)
    address.location = .bucket(
      BucketPlace(kind: kind, bucket: "photos", domain: "v0.api.upyun.com"))
    return address
  }
}
