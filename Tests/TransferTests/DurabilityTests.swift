import Foundation
import Migration
import Store
import Testing
import TestSupport

@testable import Transfer

@Suite struct DurabilityTests {
  @Test("a reboot between the end of moving and the run's end takes nothing back")
  func rebootWhileClosing() throws {
    try Scratch.with("durability") { folder in
      let ground = try Ground(folder)
      try manyFiles(ground.source, count: 50)
      var ride = Ride(ground.order(), ledger: ground.ledger())
      ride.session.prepare()
      #expect(ride.next() == .prepared)
      ride.session.move()
      #expect(ride.next() == .moved)
      ride.session.close()
      // The owner has recorded that the run is closing; the next boot only settles it.
      ride = Ride(ground.order(boot: "boot 2"), ledger: ground.ledger())
      ride.session.settle()
      guard case .settled(let end)? = ride.next() else { throw Ground.Refused(event: nil) }
      let counts = end.counts
      ride.session.close()
      #expect(counts.total == 57)
      #expect(counts.copied == 57)
      #expect(counts.remaining == 0)
      #expect(counts.listed)
    }
  }

  @Test("what was not synced before a reboot is copied again, even if size and time are right")
  func zerosAfterReboot() throws {
    try Scratch.with("durability") { folder in
      let ground = try Ground(folder)
      try Tree.write(ground.source, "a", [1, 2, 3], modified: 5)
      try Tree.write(ground.source, "b", [UInt8](repeating: 7, count: 20 << 20), modified: 6)
      var order = ground.order()
      order.throttle = Throttle(bitsPerSecond: 8 << 20)
      let ride = Ride(order, ledger: ground.ledger())
      ride.session.prepare()
      #expect(ride.next() == .prepared)
      ride.session.move()
      wait { ride.session.progress.copied > 0 && ride.session.progress.copiedBytes > 3 }
      ride.session.halt()
      #expect(ride.next() == .halted)
      ride.session.close()
      // The power went after the size had been written and before the data was.
      try Tree.write(ground.destination, "a", [0, 0, 0], modified: 5)
      let (counts, _) = Ride.whole(ground.order(boot: "boot 2"), ledger: ground.ledger())
      #expect(try ground.differences() == [])
      #expect(counts?.copied == 2)
    }
  }
}
