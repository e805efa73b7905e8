import Foundation
import TestSupport
import Testing
import Transfer

@Suite struct ObjectionTests {
  @Test("the owner is asked about the real folders, and its objection blocks the run")
  func blocked() throws {
    try Scratch.with("objection") { folder in
      let ground = try Ground(folder)
      try Tree.folder(folder, "elsewhere")
      try FileManager.default.removeItem(atPath: ground.destination)
      try FileManager.default.createSymbolicLink(
        atPath: ground.destination, withDestinationPath: folder + "/elsewhere")
      var order = ground.order()
      order.objection = { source, destination in
        "\(source.hasSuffix("/source")) \(destination.hasSuffix("/elsewhere"))"
      }
      let ride = Ride(order, ledger: ground.ledger())
      defer { ride.session.close() }
      ride.session.prepare()
      #expect(ride.next() == .blocked("true true"))
    }
  }
}
