import Calendar
import Migration
import SQLite
import Store
import Testing
import TestSupport

@Suite struct LedgerTests {
  private let early = Instant(seconds: 1_000)
  private let late = Instant(seconds: 2_000)

  @Test("opening twice gives the same run, and another run's ledger is refused")
  func identity() throws {
    try Scratch.with("ledger") { folder in
      let path = "\(folder)/r.db"
      let token = try ObjectLedger(path: path, job: "a", run: 3).token
      #expect(token.count == 16)
      #expect(token.allSatisfy { $0.isHexDigit && !$0.isUppercase })
      #expect(try ObjectLedger(path: path, job: "a", run: 3).token == token)
      let other = try ObjectLedger(path: "\(folder)/s.db", job: "a", run: 4)
      #expect(other.token != token)
      for (job, run) in [("a", Int64(4)), ("b", 3)] {
        let error = #expect(throws: LedgerError.self) {
          _ = try ObjectLedger(path: path, job: job, run: run)
        }
        #expect(error?.isBroken == true)
      }
      #expect(ObjectLedger.removeFiles(path))
      #expect(ObjectLedger.removeFiles(path))
    }
  }

  @Test("a file that is no ledger is broken, and left as it is")
  func foreign() throws {
    try Scratch.with("ledger") { folder in
      try Database("\(folder)/x.db").execute("CREATE TABLE t (v)")
      let error = #expect(throws: LedgerError.self) {
        _ = try ObjectLedger(path: "\(folder)/x.db", job: "a", run: 1)
      }
      #expect(error?.isBroken == true)
      #expect(try Database("\(folder)/x.db").text("PRAGMA journal_mode") == "delete")
      let absent = #expect(throws: LedgerError.self) {
        _ = try ObjectLedger(path: "\(folder)/no/x.db", job: "a", run: 1)
      }
      #expect(absent?.isBroken == false)
    }
  }

  @Test("batches go from planned to claimed to done to durable, and the counts follow")
  func states() throws {
    try Scratch.with("ledger") { folder in
      let ledger = try ObjectLedger(path: "\(folder)/r.db", job: "a", run: 1)
      #expect(try ledger.claim(now: early)?.batch == nil)
      var plan = LedgerPlan()
      plan.batches = [batch(["a", "b"]), batch(["c"])]
      plan.skipped = 5
      plan.skippedBytes = 50
      plan.cursor = ObjectKey("c")
      try ledger.plan(plan)
      var position = try ledger.position()
      #expect(position.cursor == ObjectKey("c"))
      #expect(position.planned == 2)
      #expect(!position.isListed)
      plan = LedgerPlan()
      plan.isListed = true
      try ledger.plan(plan)
      position = try ledger.position()
      #expect(position.cursor == ObjectKey("c"))
      #expect(position.isListed)

      let first = try #require(try ledger.claim(now: early))
      let second = try #require(try ledger.claim(now: early))
      #expect(try ledger.claim(now: early)?.batch == nil)
      #expect([first.batch, second.batch] == [1, 2])
      #expect(first.retestSince == nil)
      #expect(try ledger.lastDone() == nil)

      var outcome = BatchOutcome()
      outcome.copied = 1
      outcome.copiedBytes = 10
      outcome.failures = [failure("b")]
      try ledger.complete(first, outcome)
      let done = try #require(try ledger.lastDone())
      outcome.failures = []
      try ledger.complete(second, outcome)
      try ledger.markDurable(upTo: done)
      #expect(try ledger.lastDone() == done + 1)

      let counts = try ledger.counts()
      #expect(counts.total == 8)
      #expect(counts.totalBytes == 80)
      #expect(counts.copied == 7)
      #expect(counts.copiedBytes == 70)
      #expect(counts.skipped == 5)
      #expect(counts.failed == 1)
      #expect(counts.remaining == 0)
      #expect(counts.listed)
      #expect(try ledger.failures(after: nil, limit: 9) == [failure("b")])
    }
  }

  @Test("a batch that is given back is tested from its first claim on")
  func givenBack() throws {
    try Scratch.with("ledger") { folder in
      let ledger = try ObjectLedger(path: "\(folder)/r.db", job: "a", run: 1)
      var plan = LedgerPlan()
      plan.batches = [batch(["a"])]
      try ledger.plan(plan)
      try ledger.giveBack(try #require(try ledger.claim(now: early)))
      let again = try #require(try ledger.claim(now: late))
      #expect(again.retestSince == early)
      try ledger.giveBack(again)
      #expect(try ledger.claim(now: late)?.retestSince == early)
    }
  }

  @Test("a crash has claimed batches tested again, a reboot has undurable ones copied again")
  func reopen() throws {
    try Scratch.with("ledger") { folder in
      let path = "\(folder)/r.db"
      var ledger = try ObjectLedger(path: path, job: "a", run: 1)
      try ledger.reopen(boot: "boot 1")
      var plan = LedgerPlan()
      plan.batches = [batch(["a"]), batch(["b"]), batch(["c"])]
      plan.folders = [.init(key: ObjectKey("f/"), mode: 0o755, modified: 1, isCounted: true)]
      try ledger.plan(plan)
      var copied = BatchOutcome()
      copied.copied = 1
      copied.copiedBytes = 10
      var failed = BatchOutcome()
      failed.failures = [failure("b")]
      try ledger.complete(try #require(try ledger.claim(now: early)), copied)
      try ledger.markDurable(upTo: try #require(try ledger.lastDone()))
      try ledger.complete(try #require(try ledger.claim(now: early)), failed)
      try ledger.settle([.init(key: ObjectKey("f/"))])
      #expect(try ledger.claim(now: early)?.batch == 3)
      let before = try ledger.counts()

      ledger = try ObjectLedger(path: path, job: "a", run: 1)
      try ledger.reopen(boot: "boot 1")
      #expect(try ledger.counts() == before)
      #expect(try ledger.openFolders(before: nil, limit: 9) == [])
      #expect(try ledger.claim(now: late)?.batch == 3)
      #expect(try ledger.claim(now: late)?.batch == nil)

      try ledger.reopen(boot: "boot 2")
      let second = try #require(try ledger.claim(now: late))
      #expect(second.batch == 2)
      #expect(second.retestSince == nil)
      #expect(try ledger.claim(now: late)?.batch == 3)
      #expect(try ledger.claim(now: late)?.batch == nil)
      #expect(try ledger.counts().failed == 0)
      #expect(try ledger.counts().copied == 1)
      #expect(try ledger.counts().total == before.total)
      #expect(try ledger.openFolders(before: nil, limit: 9).count == 1)
    }
  }

  @Test("folders come children first, and each is counted once")
  func folders() throws {
    try Scratch.with("ledger") { folder in
      let ledger = try ObjectLedger(path: "\(folder)/r.db", job: "a", run: 1)
      var plan = LedgerPlan()
      plan.folders = ["a/", "a/b/", "c/"].map {
        .init(key: ObjectKey($0), mode: 0o700, modified: 5, isCounted: $0 != "c/")
      }
      plan.failures = [failure("a/b/", kind: .folder)]
      try ledger.plan(plan)
      plan = LedgerPlan()
      plan.folders = [.init(key: ObjectKey("a/"), mode: 0, modified: 0, isCounted: false)]
      try ledger.plan(plan)
      #expect(try ledger.counts().total == 3)

      let first = try ledger.openFolders(before: nil, limit: 2)
      #expect(first.map(\.key.description) == ["c/", "a/b/"])
      let rest = try ledger.openFolders(before: first.last?.key, limit: 2)
      #expect(rest.map(\.key.description) == ["a/"])
      #expect(rest.first?.mode == 0o700)
      try ledger.settle([
        .init(key: ObjectKey("c/"), failure: failure("c/", kind: .folder)),
        .init(key: ObjectKey("a/b/"), failure: failure("a/b/", kind: .folder)),
        .init(key: ObjectKey("a/")),
      ])
      let counts = try ledger.counts()
      #expect(counts.total == 3)
      #expect(counts.copied == 1)
      #expect(counts.failed == 2)
      #expect(counts.remaining == 0)
    }
  }

  @Test("failures are read page by page in key order")
  func failurePages() throws {
    try Scratch.with("ledger") { folder in
      let ledger = try ObjectLedger(path: "\(folder)/r.db", job: "a", run: 1)
      var plan = LedgerPlan()
      plan.failures = (0..<25).map { failure("k\($0 + 10)") }.reversed()
      try ledger.plan(plan)
      var keys: [String] = []
      while true {
        let page = try ledger.failures(after: keys.last.map { ObjectKey($0) }, limit: 10)
        if page.isEmpty { break }
        keys += page.map(\.key.description)
      }
      #expect(keys == (0..<25).map { "k\($0 + 10)" })
    }
  }

  @Test("sizes that no sum can hold are cut, not trapped on")
  func hugeSizes() throws {
    try Scratch.with("ledger") { folder in
      let ledger = try ObjectLedger(path: "\(folder)/r.db", job: "a", run: 1)
      for _ in 0..<3 {
        var plan = LedgerPlan()
        var packer = ObjectPacker()
        for key in ["a", "b"] {
          packer.append(
            key: Array(key.utf8), ObjectFacts(kind: .file, size: .max, modified: 0, mode: 0))
        }
        plan.batches = [packer.finish()]
        plan.skipped = 1
        plan.skippedBytes = .max
        try ledger.plan(plan)
        var outcome = BatchOutcome()
        outcome.copiedBytes = .max
        try ledger.complete(try #require(try ledger.claim(now: early)), outcome)
      }
      let counts = try ledger.counts()
      #expect(counts.totalBytes == .max)
      #expect(counts.copiedBytes == .max)
      #expect(counts.skippedBytes == .max)
    }
  }

  @Test("a shrunken ledger keeps counts and failures, and nothing can be claimed")
  func shrink() throws {
    try Scratch.with("ledger") { folder in
      let path = "\(folder)/r.db"
      var ledger = try ObjectLedger(path: path, job: "a", run: 1)
      var plan = LedgerPlan()
      plan.batches = (0..<20).map { round in batch((0..<900).map { "\(round)/object \($0)" }) }
      plan.folders = [.init(key: ObjectKey("0/"), mode: 0o755, modified: 1, isCounted: true)]
      plan.failures = [failure("x")]
      try ledger.plan(plan)
      var outcome = BatchOutcome()
      outcome.copied = 900
      try ledger.complete(try #require(try ledger.claim(now: early)), outcome)
      try ledger.settle([.init(key: ObjectKey("0/"))])
      let before = try ledger.counts()
      try ledger.shrink()
      #expect(try ledger.counts() == before)
      #expect(try ledger.claim(now: early)?.batch == nil)
      ledger = try ObjectLedger(path: path, job: "a", run: 1)
      #expect(try ledger.counts() == before)
      #expect(try ledger.failures(after: nil, limit: 9).count == 1)
      #expect(try Database(path).integer("PRAGMA page_count") ?? 99 < 16)
    }
  }

  private func batch(_ keys: [String]) -> PackedBatch {
    var packer = ObjectPacker()
    for key in keys {
      packer.append(
        key: Array(key.utf8), ObjectFacts(kind: .file, size: 10, modified: 7, mode: 0o644))
    }
    return packer.finish()
  }

  private func failure(_ key: String, kind: ObjectKind = .file) -> ObjectFailure {
    ObjectFailure(
      key: ObjectKey(key), kind: kind, size: kind == .file ? 10 : 0, modified: 7,
      code: .permissionDenied, text: "open source: Permission denied (EACCES)")
  }
}
