import Calendar
import Migration
import SQLite
import Store
import Testing
import TestSupport

@Suite struct FailureListTests {
  private let now = Instant(seconds: 1_000)

  @Test("a retry's outcome goes into the root's list, and a repetition changes nothing")
  func writeBack() throws {
    try Scratch.with("family") { folder in
      let root = try root(folder, ["a", "b", "c", "d", "e/"])
      let before = try ObjectLedger(path: root.path, job: "root", run: 1).counts()
      let retry = LedgerPlace(path: "\(folder)/retry.db", job: "retry", run: 1)
      try outcome(of: retry)
      // Opened again, as after a crash between the run's end and its report.
      for _ in 0..<3 {
        let ledger = try ObjectLedger(path: retry.path, job: "retry", run: 1, keepsKeys: true)
        try ledger.writeBack(to: root)
      }
      let list = try FailureList(of: root)
      let rows = try list.page(after: nil, limit: 99)
      #expect(
        rows.map { "\($0.failure.key) \($0.isRecovered) \($0.failure.attempts)" } == [
          "a true 1", "b false 3", "c true 1", "d false 1", "e/ true 1", "e/new false 2",
        ])
      #expect(rows.map(\.isUnlisted) == [false, false, false, false, true, false])
      #expect(rows[0].failure.size == 77)
      #expect(rows[1].failure.code == .noSpace)
      let remainder = try list.remainder()
      #expect(remainder == Remainder(reasons: [.noSpace: 2, .permissionDenied: 1]))
      // The root run's own figures are those of its end.
      let ledger = try ObjectLedger(path: root.path, job: "root", run: 1)
      #expect(try ledger.counts() == before)
      #expect(try ledger.failures(after: nil, limit: 99).map(\.key.description).count == 5)
      // The retry's own list, by the root's word.
      let own = try FailureList(of: retry, root: root)
      #expect(try own.page(after: nil, limit: 9).map(\.failure.key.description) == ["b", "e/new"])
      #expect(try own.remainder().failing == 2)
      try ObjectLedger(path: retry.path, job: "retry", run: 1).shrink()
      #expect(try own.remainder().failing == 2)
    }
  }

  @Test("a retry that was ended early leaves what stands for more than itself")
  func endedEarly() throws {
    try Scratch.with("family") { folder in
      let root = try root(folder, ["a", "b", "c", "d", "e/"])
      let retry = LedgerPlace(path: "\(folder)/retry.db", job: "retry", run: 1)
      try outcome(of: retry, seals: false)
      try ObjectLedger(path: retry.path, job: "retry", run: 1).writeBack(to: root)
      let failing = try FailureList(of: root).page(after: nil, .failing, limit: 99)
      #expect(failing.map(\.failure.key.description) == ["b", "d", "e/", "e/new"])
      #expect(failing.map(\.isUnlisted) == [false, false, true, false])
    }
  }

  @Test("a list is read page by page by what a retry could move, while a run writes it")
  func pages() throws {
    try Scratch.with("family") { folder in
      let place = LedgerPlace(path: "\(folder)/r.db", job: "a", run: 1)
      let ledger = try ObjectLedger(path: place.path, job: "a", run: 1)
      let list = try FailureList(of: place)
      #expect(try list.page(after: nil, limit: 9) == [])
      var plan = LedgerPlan()
      for number in 0..<2_500 {
        let code: FailureCode = number % 5 == 0 ? .sourceGone : .ioError
        plan.failures.append(failure("k\(number + 10_000)", code))
      }
      try ledger.plan(plan)
      var keys: [ObjectKey] = []
      while true {
        let page = try list.page(after: keys.last, .retryable, limit: 300)
        keys += page.map(\.failure.key)
        if page.count < 300 { break }
      }
      #expect(keys.count == 2_000)
      #expect(keys == keys.sorted())
      #expect(try list.page(from: Array("k12499".utf8), .all, limit: 9).count == 1)
      #expect(try list.retryable(ObjectKey("k10001")) != nil)
      #expect(try list.retryable(ObjectKey("k10000")) == nil)
      #expect(
        try list.remainder() == Remainder(reasons: [.sourceGone: 500, .ioError: 2_000]))
      #expect(try list.remainder().retryable == 2_000)
    }
  }

  @Test("a list that is not there is told, and is not made by the question")
  func absent() throws {
    try Scratch.with("family") { folder in
      let place = LedgerPlace(path: "\(folder)/gone.db", job: "a", run: 3)
      let error = #expect(throws: LedgerError.self) { _ = try FailureList(of: place) }
      #expect(error?.isAbsent == true)
      #expect(error?.description.contains("Run 3 has kept no list") == true)
      let there = try root(folder, ["a"])
      #expect(throws: LedgerError.self) { _ = try FailureList(of: there, root: place) }
      #expect(throws: LedgerError.self) {
        try ObjectLedger(path: there.path, job: "root", run: 1).writeBack(to: place)
      }
      // The ledger of another run is no answer, and neither is a file that is none.
      var other = there
      other.run = 2
      #expect(throws: LedgerError.self) { _ = try FailureList(of: other) }
      try Database("\(folder)/foreign.db").execute("CREATE TABLE t (x)")
      let foreign = LedgerPlace(path: "\(folder)/foreign.db", job: "a", run: 1)
      #expect(throws: LedgerError.self) { _ = try FailureList(of: foreign) }
      #expect(throws: LedgerError.self) { _ = try FailureList(of: place) }
    }
  }

  @Test("a ledger of the version before is read as it is")
  func olderVersion() throws {
    try Scratch.with("family") { folder in
      let place = try root(folder, ["a", "e/"])
      try Database(place.path, .existing).execute(
        """
        ALTER TABLE failure DROP COLUMN recovered;
        ALTER TABLE failure DROP COLUMN unlisted;
        DROP TABLE recovery;
        DROP TABLE retry;
        DROP TABLE list;
        PRAGMA user_version=2;
        """)
      let rows = try FailureList(of: place).page(after: nil, .failing, limit: 9)
      #expect(rows.map(\.isUnlisted) == [false, true])
      #expect(try FailureList(of: place).remainder().failing == 2)
      _ = try ObjectLedger(path: place.path, job: "root", run: 1)
      #expect(try FailureList(of: place).page(after: nil, .failing, limit: 9) == rows)
    }
  }

  // MARK: -

  /// A root run that has ended with these failures.
  private func root(_ folder: String, _ keys: [String]) throws -> LedgerPlace {
    let place = LedgerPlace(path: "\(folder)/root.db", job: "root", run: 1)
    let ledger = try ObjectLedger(path: place.path, job: "root", run: 1)
    var plan = LedgerPlan()
    plan.failures = keys.map { failure($0) }
    plan.isListed = true
    try ledger.plan(plan)
    try ledger.shrink()
    return place
  }

  /// A retry that moved `a`, needed not move `c`, listed `e/`, failed at `b` and at `e/new`, which
  /// nobody knew of, and did not come to `d`.
  private func outcome(of place: LedgerPlace, seals: Bool = true) throws {
    let ledger = try ObjectLedger(path: place.path, job: "retry", run: 1, keepsKeys: true)
    var packer = ObjectPacker()
    for key in ["a", "b", "e/new", "e/other"] {
      packer.append(
        key: Array(key.utf8), ObjectFacts(kind: .file, size: 77, modified: 8, mode: 0o644))
    }
    var plan = LedgerPlan()
    plan.batches = [packer.finish()]
    plan.folders = [.init(key: ObjectKey("e/"), mode: 0o755, modified: 9, isCounted: true)]
    plan.skipped = 1
    plan.recoveries = [
      Recovery(
        key: ObjectKey("c"), facts: ObjectFacts(kind: .file, size: 5, modified: 6, mode: 0))
    ]
    plan.isListed = true
    try ledger.plan(plan)
    var outcome = BatchOutcome()
    outcome.copied = 2
    outcome.failures = [
      failure("b", .noSpace, attempts: 2), failure("e/new", .noSpace, attempts: 2),
    ]
    try ledger.complete(try #require(try ledger.claim(now: now)), outcome)
    try ledger.markDurable(upTo: try #require(try ledger.lastDone()))
    try ledger.settle([.init(key: ObjectKey("e/"))])
    if seals { try ledger.seal() }
  }

  private func failure(
    _ key: String, _ code: FailureCode = .permissionDenied, attempts: Int = 1
  ) -> ObjectFailure {
    ObjectFailure(
      key: ObjectKey(key), kind: key.hasSuffix("/") ? .folder : .file, size: 10, modified: 7,
      code: code, text: "it failed", attempts: attempts)
  }
}
