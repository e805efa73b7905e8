import Calendar
import Migration
import Store
import Testing
import TestSupport

@Suite struct LedgerTrustTests {
  private let now = Instant(seconds: 1_000)

  @Test("after a sync that failed nothing undurable counts, and it is planned without a test")
  func distrust() throws {
    try Scratch.with("trust") { folder in
      let ledger = try ObjectLedger(path: "\(folder)/r.db", job: "a", run: 1)
      try plan(ledger, ["a", "b", "c"])
      var copied = BatchOutcome()
      copied.copied = 1
      try ledger.complete(try #require(try ledger.claim(now: now)), copied)
      try ledger.markDurable(upTo: try #require(try ledger.lastDone()))
      try ledger.complete(try #require(try ledger.claim(now: now)), copied)
      try ledger.giveBack(try #require(try ledger.claim(now: now)))
      try ledger.settle([.init(key: ObjectKey("f/"))])
      #expect(try ledger.counts().copied == 3)
      try ledger.distrust()
      #expect(try ledger.counts().copied == 1)
      #expect(try ledger.position().planned == 2)
      #expect(try ledger.openFolders(before: nil, limit: 9).count == 1)
      for batch in [Int64(2), 3] {
        let claim = try #require(try ledger.claim(now: now))
        #expect(claim.batch == batch)
        #expect(claim.retestSince == nil)
      }
    }
  }

  @Test("a sealed run keeps its folders over a reboot")
  func sealed() throws {
    try Scratch.with("trust") { folder in
      let ledger = try ObjectLedger(path: "\(folder)/r.db", job: "a", run: 1)
      try ledger.reopen(boot: "boot 1")
      try plan(ledger, [])
      try ledger.settle([.init(key: ObjectKey("f/"))])
      #expect(try !ledger.isSealed())
      try ledger.seal()
      #expect(try ledger.isSealed())
      try ledger.reopen(boot: "boot 2")
      #expect(try ledger.counts().copied == 1)
      #expect(try ledger.openFolders(before: nil, limit: 9) == [])
    }
  }

  private func plan(_ ledger: ObjectLedger, _ keys: [String]) throws {
    var plan = LedgerPlan()
    plan.batches = keys.map { key in
      var packer = ObjectPacker()
      packer.append(
        key: Array(key.utf8), ObjectFacts(kind: .file, size: 1, modified: 1, mode: 0o644))
      return packer.finish()
    }
    plan.folders = [.init(key: ObjectKey("f/"), mode: 0o755, modified: 1, isCounted: true)]
    try ledger.plan(plan)
  }
}
