import Foundation
import Migration
import Store
import Testing
import TestSupport

@testable import Transfer

@Suite struct LeftoverTests {
  @Test("a run that is killed inside a large file and then closed leaves no temporary file")
  func closedAfterKill() async throws {
    let folder = "/dev/shm/ferry-leftover-\(UUID().uuidString.prefix(8))"
    mkdir(folder, 0o700)
    defer { _ = try? Tree.remove(folder) }
    let ground = try Ground(folder)
    try Tree.write(ground.source, "deep/large", [UInt8](repeating: 7, count: 20 << 20))
    await #expect(processExitsWith: .signal(SIGKILL)) { [folder = folder as String] in
      let ground = try Ground(folder)
      var order = ground.order()
      order.throttle = Throttle(bitsPerSecond: 8 << 20)
      let ride = Ride(order, ledger: ground.ledger())
      ride.session.prepare()
      _ = ride.next()
      ride.session.move()
      wait { ride.session.progress.copiedBytes > 0 }
      kill(getpid(), SIGKILL)
    }
    #expect(try Tree.read(ground.destination).count == 2)
    let ride = Ride(ground.order(), ledger: ground.ledger())
    ride.session.settle()
    guard case .settled(let counts)? = ride.next() else { throw Ground.Refused(event: nil) }
    ride.session.close()
    #expect(counts.copied == 0)
    #expect(
      try Tree.read(ground.destination).keys.map { String(decoding: $0, as: UTF8.self) }
        == ["deep/"])
  }
}
