import Calendar
import Engine
import Migration
import Store
import TestSupport
import Testing

@Suite struct StoreRetryTests {
  @Test("a report that the store refuses is tried again each second, and told of once")
  func refusedReport() throws {
    try Scratch.with { folder in
      let world = try World(folder)
      try world.make("photos")
      try world.set(.start, "photos")
      try world.succeed("photos")
      world.store.refusal = StoreFailure(.full, "no space")
      // Everything is moved, and that cannot be written down.
      try world.succeed("photos")
      let begin = world.now
      for second in 1...5 {
        let next = try #require(world.engine.nextWake(now: world.now))
        #expect(next == begin.advanced(byMicroseconds: Int64(second) * 1_000_000))
        world.now = next
        world.engine.wake(now: world.now)
      }
      world.store.refusal = nil
      world.advance(seconds: 1)
      try world.succeed("photos")
      #expect(try world.state("photos") == .finished(.first))
      #expect(world.engine.nextWake(now: world.now) == nil)
      #expect(world.notes.storeTroubles == 1)
    }
  }
}
