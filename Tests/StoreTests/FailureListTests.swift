import Calendar
import Foundation
import Migration
import SQLite
import Store
import Testing
import TestSupport

@Suite struct FailureListTests {
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

  @Test("a retry that goes on after an end that did not come about is written whole")
  func goesOn() throws {
    try Scratch.with("family") { folder in
      let root = try root(folder, ["a", "b", "c", "d", "e/"])
      let retry = LedgerPlace(path: "\(folder)/retry.db", job: "retry", run: 1)
      try outcome(of: retry, seals: false)
      let ledger = try ObjectLedger(path: retry.path, job: "retry", run: 1, keepsKeys: true)
      for _ in 0..<2 { try ledger.writeBack(to: root) }
      var plan = LedgerPlan()
      plan.failures = [failure("d", .sourceGone)]
      try ledger.plan(plan)
      for round in 0..<4 {
        if round == 2 { try ledger.seal() }
        try ledger.writeBack(to: root)
        let failing = try FailureList(of: root).page(after: nil, .failing, limit: 99)
        #expect(
          failing.map { "\($0.failure.key) \($0.failure.code.rawValue)" }
            == [
              "b NoSpace", "d SourceGone", "e/ PermissionDenied", "e/new NoSpace",
            ].filter { round < 2 || $0.first != "e" || $0.hasPrefix("e/new") })
        #expect(failing.first?.failure.attempts == 3)
      }
    }
  }

  @Test("a write-back whose process is killed goes on, and counts no attempt twice")
  func killed() async throws {
    let folder = "/dev/shm/ferry-family-\(UUID().uuidString.prefix(8))"
    mkdir(folder, 0o700)
    defer { _ = try? FileManager.default.removeItem(atPath: folder) }
    let keys = (10_000..<26_000).map { "k\($0)" }
    let root = try root(folder, keys)
    let retry = LedgerPlace(path: "\(folder)/retry.db", job: "retry", run: 1)
    let ledger = try ObjectLedger(path: retry.path, job: "retry", run: 1, keepsKeys: true)
    var plan = LedgerPlan()
    plan.failures = keys.map { failure($0, .noSpace) }
    try ledger.plan(plan)
    try ledger.seal()
    await #expect(processExitsWith: .signal(SIGKILL)) { [folder = folder as String] in
      Thread.detachNewThread {
        // Cut off before it comes to its end.
        _ = try? ObjectLedger(path: "\(folder)/retry.db", job: "retry", run: 1)
          .writeBack(to: LedgerPlace(path: "\(folder)/root.db", job: "root", run: 1))
      }
      let reader = try Database("\(folder)/root.db", .readOnly)
      for _ in 0..<100_000 {
        let done = try reader.integer("SELECT count(*) FROM failure WHERE code = 'NoSpace'") ?? 0
        if done >= 3_000 { break }
      }
      kill(getpid(), SIGKILL)
    }
    let done = try Database(root.path, .readOnly).integer(
      "SELECT count(*) FROM failure WHERE code = 'NoSpace'")
    #expect((done ?? 0) >= 3_000)
    try ledger.writeBack(to: root)
    let list = try FailureList(of: root)
    #expect(try list.remainder() == Remainder(reasons: [.noSpace: Int64(keys.count)]))
    let rows = try list.page(after: nil, limit: 99_999)
    #expect(rows.allSatisfy { $0.failure.attempts == 2 })
  }

  @Test("a list of a million failures is read in steady memory")
  func million() async throws {
    // In a process of its own: the others of this one have memory of their own.
    await #expect(processExitsWith: .success) {
      try Scratch.with("family") { folder in
        let place = try root(folder, [])
        try Database(place.path, .existing).execute(
          """
          WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000)
          INSERT INTO failure (key, batch, kind, size, modified_ns, code, text, attempts)
          SELECT CAST(printf('k%07d', i) AS BLOB), 0, 0, 1, 1, iif(i % 2, 'IOError', 'SourceGone'),
            'read source: Input/output error (EIO)', 1 FROM n;
          """)
        let list = try FailureList(of: place)
        _ = try list.page(after: nil, limit: 1_000)
        let before = try residentKiB()
        let remainder = try list.remainder()
        precondition(remainder.failing == 1_000_000 && remainder.retryable == 500_000)
        var (last, count): (ObjectKey?, Int) = (nil, 0)
        while true {
          let page = try list.page(after: last, .retryable, limit: 1_000)
          count += page.count
          last = page.last?.failure.key
          if page.count < 1_000 { break }
        }
        let after = try residentKiB()
        precondition(count == 500_000 && after < before + (16 << 10), "\(before) \(after)")
      }
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
        DROP TABLE part;
        DROP TABLE upload;
        DROP TABLE url;
        PRAGMA user_version=2;
        """)
      let rows = try FailureList(of: place).page(after: nil, .failing, limit: 9)
      #expect(rows.map(\.isUnlisted) == [false, true])
      #expect(try FailureList(of: place).remainder().failing == 2)
      _ = try ObjectLedger(path: place.path, job: "root", run: 1)
      #expect(try FailureList(of: place).page(after: nil, .failing, limit: 9) == rows)
    }
  }
}

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
  try ledger.complete(try #require(try ledger.claim(now: Instant(seconds: 1_000))), outcome)
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

/// The memory that the process has now; proc(5), `VmRSS`.
private func residentKiB() throws -> Int {
  let text = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
  let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("VmRSS:") })
  return try #require(
    line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) })
}
