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

  /// A ledger whose only batch was claimed by a process that is gone; its token.
  private func cutOff(_ ground: Ground, _ keys: [String]) throws -> String {
    let ledger = try ObjectLedger(path: ground.ledger(), job: "j", run: 1)
    var packer = ObjectPacker()
    for key in keys {
      packer.append(
        key: Array(key.utf8), ObjectFacts(kind: .file, size: 4, modified: 0, mode: 0o644))
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
