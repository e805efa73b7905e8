import Calendar
import Foundation
import Migration
import Store
import TestSupport
import Testing

@testable import Transfer

@Suite struct LeftoverTests {
  @Test("a run closed after a kill leaves none of its temporary files and touches no other")
  func closedAfterKill() throws {
    try Scratch.with("leftover") { folder in
      let ground = try Ground(folder)
      for key in ["a", "sub/b", "absent/c"] { try Tree.write(ground.source, key) }
      try Tree.folder(ground.destination, "sub")
      let token = try cutOff(ground, ["a", "absent/c", "sub/b"])
      let own = [".ferry-\(token)-1-0~", "sub/.ferry-\(token)-1-2~"]
      let others = [".ferry-0123456789abcdef-1-0~", "sub/.ferry-\(token)-2-2~", "a"]
      for name in own + others { try Tree.write(ground.destination, name) }
      let ride = Ride(ground.order(), ledger: ground.ledger())
      defer { ride.session.close() }
      ride.session.prepare()
      #expect(ride.next() == .prepared)
      ride.session.settle()
      guard case .settled(let end)? = ride.next() else {
        Issue.record("not settled")
        return
      }
      #expect(end.counts.remaining == 3)
      for name in own { #expect(!isThere(ground, name), "\(name)") }
      for name in others { #expect(isThere(ground, name), "\(name)") }
      #expect(!isThere(ground, "absent"))
    }
  }

  @Test("a copy that was complete but for its name is made anew: its bytes may not be on the disk")
  func complete() throws {
    try Scratch.with("leftover") { folder in
      let ground = try Ground(folder)
      let size = Int(PartialCopy.leastSize)
      try Tree.write(ground.source, "large", [UInt8](repeating: 1, count: size))
      let token = try cutOff(ground, ["large"], size: Int64(size))
      let name = ".ferry-\(token)-1-0~"
      // As a power loss leaves it: of its time and size, without its bytes.
      try Tree.write(ground.destination, name, [UInt8](repeating: 0, count: size))
      let (counts, event) = Ride.whole(ground.order(), ledger: ground.ledger())
      #expect(counts?.copied == 1 && event == nil)
      #expect(
        Tree.differences(try Tree.read(ground.source), try Tree.read(ground.destination)) == [])
    }
  }

  @Test("the part of a large file whose source is gone goes as well")
  func sourceGone() throws {
    try Scratch.with("leftover") { folder in
      let ground = try Ground(folder)
      try Tree.folder(ground.source, "sub")
      let token = try cutOff(ground, ["sub/large"], size: PartialCopy.leastSize)
      let name = "sub/.ferry-\(token)-1-0~"
      try Tree.write(ground.destination, name)
      let (counts, event) = Ride.whole(ground.order(), ledger: ground.ledger())
      #expect(counts?.failed == 1 && event == nil)
      #expect(!isThere(ground, name))
    }
  }

  @Test("a file that has grown since it was listed leaves no part, for nobody would look for it")
  func grown() throws {
    try Scratch.with("leftover") { folder in
      let ground = try Ground(folder)
      let size = Int(PartialCopy.leastSize)
      try Tree.write(ground.source, "grown", [UInt8](repeating: 1, count: size))
      _ = try cutOff(ground, ["grown"], size: 4)
      var order = ground.order()
      order.throttle = Throttle(bitsPerSecond: 64_000_000)
      let ride = Ride(order, ledger: ground.ledger())
      defer { ride.session.close() }
      ride.session.prepare()
      #expect(ride.next() == .prepared)
      ride.session.move()
      wait { ride.session.progress.copiedBytes > 2 << 20 }
      ride.session.halt()
      #expect(ride.next() == .halted)
      #expect(try Tree.read(ground.destination).isEmpty)
    }
  }

  /// A ledger whose only batch was claimed by a process that is gone; its token.
  private func cutOff(
    _ ground: Ground, _ keys: [String], size: Int64 = 4
  ) throws -> String {
    let ledger = try ObjectLedger(path: ground.ledger(), job: "j", run: 1)
    var packer = ObjectPacker()
    for key in keys {
      packer.append(
        key: Array(key.utf8), ObjectFacts(kind: .file, size: size, modified: 0, mode: 0o644))
    }
    var plan = LedgerPlan()
    plan.batches = [packer.finish()]
    plan.isListed = true
    try ledger.plan(plan)
    _ = try ledger.claim(now: Instant(seconds: 1))
    return ledger.token
  }

  private func isThere(_ ground: Ground, _ name: String) -> Bool {
    FileManager.default.fileExists(atPath: "\(ground.destination)/\(name)")
  }
}
