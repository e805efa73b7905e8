import Calendar
import Engine
import Migration
import TestSupport
import Testing

@Suite struct ThrottleWindowTests {
  private let day = Throttle(bitsPerSecond: 10, objectsPerSecond: 0)
  private let night = Throttle(bitsPerSecond: 50, objectsPerSecond: 7)
  private let plain = Throttle(bitsPerSecond: 1, objectsPerSecond: 0)

  @Test("a run that goes on gets the limits of the time of day, at the very instant")
  func edges() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      let id = try world.windowed("nightly", windows, plain)
      #expect(try world.due("nightly") == [:])
      world.advance(to: date(2026, 3, 2, 7))
      try world.set(.start, "nightly")
      #expect(world.mover.first[id] == plain)
      #expect(try world.due("nightly") == [.throttle: date(2026, 3, 2, 8)])
      try world.succeed("nightly")
      world.advance(to: date(2026, 3, 2, 7, 59, 59))
      #expect(world.mover.throttles[id] == nil)
      world.advance(to: date(2026, 3, 2, 8))
      #expect(world.mover.throttles[id] == day)
      #expect(try world.due("nightly") == [.throttle: date(2026, 3, 2, 18)])
      world.advance(to: date(2026, 3, 2, 18))
      #expect(world.mover.throttles[id] == night)
      world.advance(to: date(2026, 3, 3))
      #expect(world.mover.throttles[id] == plain)
      // With the run its events end, and the next one begins with the limits of its time.
      try world.succeed("nightly", times: 2)
      #expect(try world.due("nightly") == [:])
      world.advance(to: date(2026, 3, 3, 9))
      try world.set(.start, "nightly")
      #expect(world.mover.first[id] == day)
    }
  }

  @Test("a daemon that was down over an edge goes on with the limits of its time")
  func restart() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      let id = try world.windowed("nightly", windows, plain)
      world.advance(to: date(2026, 3, 2, 7))
      try world.set(.start, "nightly")
      try world.succeed("nightly")
      try world.crash(down: 2 * 3_600)
      #expect(world.mover.first[id] == day)
      world.advance(seconds: 1)
      #expect(try world.due("nightly") == [.throttle: date(2026, 3, 2, 18)])
      world.advance(to: date(2026, 3, 2, 18))
      #expect(world.mover.throttles[id] == night)
    }
  }

  @Test("limits set by hand hold over the windows until these are kept or given anew")
  func byHand() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      let id = try world.windowed("nightly", windows, plain)
      let name = try Name("nightly", of: "job")
      world.advance(to: date(2026, 3, 2, 9))
      try world.set(.start, "nightly")
      let hand = Throttle(bitsPerSecond: 3, objectsPerSecond: 4)
      try world.perform(.setThrottle(name, hand))
      #expect(world.mover.throttles[id] == hand)
      #expect(try world.due("nightly") == [:])
      #expect(try world.job("nightly").definition.throttleIsByHand)
      try world.crash(down: 10 * 3_600)
      #expect(world.mover.first[id] == hand)
      // Now they are what holds where no window says otherwise.
      try world.perform(.setThrottle(name, hand, keepsWindows: true))
      #expect(world.mover.throttles[id] == night)
      world.advance(to: date(2026, 3, 3))
      #expect(world.mover.throttles[id] == hand)
      try world.perform(.setThrottle(name, plain))
      world.advance(to: date(2026, 3, 3, 9))
      #expect(world.mover.throttles[id] == plain)
      // Another change leaves them, other windows take their place.
      var other = try world.job("nightly").definition
      other.tags = "a:b"
      try world.perform(.redefineJob(name, other))
      #expect(try world.job("nightly").definition.throttleIsByHand)
      #expect(world.mover.throttles[id] == plain)
      other.windows = try #require(ThrottleWindows([try window(540, 660, 33, nil)]))
      try world.perform(.redefineJob(name, other))
      #expect(world.mover.throttles[id] == Throttle(bitsPerSecond: 33))
      #expect(try world.due("nightly") == [.throttle: date(2026, 3, 3, 11)])
      other.windows = .none
      try world.perform(.redefineJob(name, other))
      #expect(world.mover.throttles[id] == plain)
      #expect(try world.due("nightly") == [:])
    }
  }

  @Test("a reload that brings other windows takes back what was set by hand")
  func reload() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      var new = try world.newJob(
        "nightly", from: "all-from", to: "all-to", origin: .file("/etc/ferry/jobs.d/nightly.job"))
      new.definition.windows = try windows
      let addresses = try ["all-from", "all-to"].map {
        try world.address($0, origin: .file("/etc/\($0)"))
      }
      let wish = Wish(addresses: addresses, jobs: [new])
      try world.engine.adopt(wish, now: world.now)
      world.advance(to: date(2026, 3, 2, 9))
      try world.set(.start, "nightly")
      let id = try world.job("nightly").id
      try world.perform(.setThrottle(try Name("nightly", of: "job"), plain))
      #expect(world.mover.throttles[id] == plain)
      try world.engine.adopt(wish, now: world.now)
      #expect(world.mover.throttles[id] == day)
      #expect(try world.due("nightly") == [.throttle: date(2026, 3, 2, 18)])
      #expect(try !world.job("nightly").definition.throttleIsByHand)
    }
  }

  @Test("after a step of the clock the limits are those of the time that it shows")
  func clockStep() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      let id = try world.windowed("nightly", windows, plain)
      world.advance(to: date(2026, 3, 2, 19))
      try world.set(.start, "nightly")
      for (shows, limits, next) in [
        (date(2026, 3, 2, 9), day, date(2026, 3, 2, 18)),
        (date(2026, 3, 2, 20), night, date(2026, 3, 3)),
        (date(2026, 3, 4, 1), plain, date(2026, 3, 4, 8)),
      ] {
        let step = shows.microseconds(since: world.now)
        world.now = shows
        world.engine.clockStepped(now: shows, by: step)
        world.advance(seconds: 1)
        #expect(world.mover.throttles[id] == limits)
        #expect(try world.due("nightly") == [.throttle: next])
      }
    }
  }

  @Test("the zone's new data move the edges; without the zone the plain limits hold")
  func zone() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      let id = try world.windowed("nightly", windows, plain)
      world.advance(to: date(2026, 3, 2, 17, 30))
      try world.set(.start, "nightly")
      #expect(world.mover.first[id] == day)
      world.zones.isSwapped = ["UTC"]
      world.engine.zonesChanged(now: world.now)
      world.advance(seconds: 1)
      #expect(world.mover.throttles[id] == night)
      #expect(try world.due("nightly") == [.throttle: date(2026, 3, 2, 23)])
      world.zones.isSwapped = []
      world.zones.missing = ["UTC"]
      world.advance(to: date(2026, 3, 3))
      #expect(world.mover.throttles[id] == plain)
      world.zones.missing = []
      world.advance(to: date(2026, 3, 3, 8))
      world.engine.zonesChanged(now: world.now)
      world.advance(seconds: 1)
      #expect(world.mover.throttles[id] == day)
      #expect(try world.due("nightly") == [.throttle: date(2026, 3, 3, 18)])
    }
  }

  /// Ten by day; fifty, and seven objects, in the evening.
  private var windows: ThrottleWindows {
    get throws {
      try #require(
        ThrottleWindows([try window(480, 1_080, 10, nil), try window(1_080, 1_440, 50, 7)]))
    }
  }
}

extension World {
  /// A job with limits by the time of day, read in UTC.
  fileprivate func windowed(
    _ name: String, _ windows: ThrottleWindows, _ plain: Throttle
  ) throws -> JobID {
    let id = try make(name).id
    var definition = try job(name).definition
    definition.windows = windows
    _ = try perform(.redefineJob(try Name(name, of: "job"), definition))
    _ = try perform(.setThrottle(try Name(name, of: "job"), plain, keepsWindows: true))
    mover.forgetThrottles()
    return id
  }
}

private func window(
  _ start: Int, _ end: Int, _ bits: Int64?, _ objects: Int64?
) throws -> ThrottleWindow {
  try #require(
    ThrottleWindow(start: start, end: end, bitsPerSecond: bits, objectsPerSecond: objects))
}
