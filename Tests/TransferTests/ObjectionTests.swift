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
        "\(source?.hasSuffix("/source") == true) \(destination?.hasSuffix("/elsewhere") == true)"
      }
      let ride = Ride(order, ledger: ground.ledger())
      defer { ride.session.close() }
      ride.session.prepare()
      #expect(ride.next() == .blocked("true true"))
    }
  }

  @Test("what hinders the daemon is told before the system's own word, and nothing is made")
  func hindered() throws {
    try Scratch.with("objection") { folder in
      let ground = try Ground(folder)
      var order = ground.order()
      order.source += "/not there"
      order.destination += "/new"
      order.hindrance = {
        "\($0?.hasSuffix("/not there") == true) \($1?.hasSuffix("/new") == true)"
      }
      let ride = Ride(order, ledger: ground.ledger())
      defer { ride.session.close() }
      ride.session.prepare()
      #expect(ride.next() == .blocked("true true"))
      #expect(try Tree.read(ground.destination).isEmpty)
    }
  }
}
