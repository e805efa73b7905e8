import Foundation
import Migration
import Store
import Testing
import TestSupport

@testable import Transfer

@Suite struct RootIdentityTests {
  @Test(
    "a run does not go on in a folder that took the place of one of its roots",
    arguments: ["source", "destination"])
  func replaced(side: String) throws {
    try Scratch.with("roots") { folder in
      let ground = try Ground(folder)
      try manyFiles(ground.source)
      var order = ground.order()
      order.throttle = Throttle(objectsPerSecond: 4_000)
      let ride = Ride(order, ledger: ground.ledger())
      ride.session.prepare()
      #expect(ride.next() == .prepared)
      ride.session.move()
      wait { ride.session.progress.copied > 10 }
      ride.session.halt()
      #expect(ride.next() == .halted)
      ride.session.close()
      // As if its file system were not mounted: what it was mounted on is an empty folder.
      rename("\(folder)/\(side)", "\(folder)/aside")
      try Tree.folder(folder, side)
      let (_, event) = Ride.whole(ground.order(), ledger: ground.ledger())
      guard case .blocked(let text)? = event else {
        Issue.record("the run went on: \(String(describing: event))")
        return
      }
      #expect(text.contains("\(folder)/\(side) is another folder"))
      // It can be closed all the same, and what is left shows.
      let closing = Ride(ground.order(), ledger: ground.ledger())
      closing.session.settle()
      guard case .settled(let end)? = closing.next() else { throw Ground.Refused(event: nil) }
      let counts = end.counts
      closing.session.close()
      #expect(counts.copied > 10)
    }
  }

  @Test("a run whose folders come back goes on to its end")
  func broughtBack() throws {
    try Scratch.with("roots") { folder in
      let ground = try Ground(folder)
      try manyFiles(ground.source, count: 50)
      let ride = Ride(ground.order(), ledger: ground.ledger())
      ride.session.prepare()
      #expect(ride.next() == .prepared)
      ride.session.close()
      rename(ground.source, "\(folder)/aside")
      try Tree.folder(folder, "source")
      #expect(Ride.whole(ground.order(), ledger: ground.ledger()).0 == nil)
      rmdir(ground.source)
      rename("\(folder)/aside", ground.source)
      #expect(Ride.whole(ground.order(), ledger: ground.ledger()).0?.copied == 57)
    }
  }
}
