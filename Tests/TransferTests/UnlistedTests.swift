import Foundation
import Migration
import Store
import Testing
import TestSupport

@testable import Transfer

/// Folders that could not be listed, and the retries that list them.
@Suite struct UnlistedTests {
  @Test(
    "a folder that an ordinary user may not list is moved whole by the retry, over a kill too",
    .enabled(if: geteuid() == 0))
  func ordinaryUser() async throws {
    let folder = "/dev/shm/ferry-unlisted-\(UUID().uuidString.prefix(8))"
    mkdir(folder, 0o755)
    defer { _ = try? Tree.remove(folder) }
    await #expect(processExitsWith: .success) { [folder = folder as String] in
      let family = try Family(folder)
      let ground = family.ground
      for path in [folder, ground.source, ground.destination] { chown(path, 65_534, 65_534) }
      precondition(setgid(65_534) == 0 && setuid(65_534) == 0)
      try Tree.folder(ground.source, "in/closed")
      try manyFiles(ground.source + "/in/closed", count: 2_000)
      for name in ["a", "in/b", "in/closed.x", "z"] { try Tree.write(ground.source, name) }
      try Tree.write(ground.source, "z", mode: 0)
      chmod("\(ground.source)/in/closed", 0)
      let end = try family.run()
      precondition(end.counts.failed == 2, "\(end)")
      precondition(end.remainder == Remainder(reasons: [.permissionDenied: 2]), "\(end)")
      chmod("\(ground.source)/in/closed", 0o755)
      chmod("\(ground.source)/z", 0o644)
    }
    var done = 0
    for limit in [300, 800, 1_400] {
      await #expect(processExitsWith: .signal(SIGKILL)) {
        [folder = folder as String, limit = limit as Int] in
        let family = try Family(folder)
        var order = family.order(2, of: [1])
        order.throttle = Throttle(objectsPerSecond: 3_000)
        let ride = Ride(order, ledger: family.ground.ledger(2))
        ride.session.prepare()
        _ = ride.next()
        ride.session.move()
        wait { ride.session.progress.copied > Int64(limit) }
        kill(getpid(), SIGKILL)
      }
      let there = try Tree.read("\(folder)/destination")
      #expect(there.count > done)
      done = there.count
    }
    let family = try Family(folder)
    let before = try Tree.read(family.ground.destination)
    let (end, event) = Ride.end(family.order(2, of: [1]), ledger: family.ground.ledger(2))
    #expect(event == nil)
    #expect(try family.ground.differences() == [])
    // The folder, its seven, their two thousand files, and the one file.
    #expect(end?.counts.total == 2_009)
    #expect(end?.counts.copied == 2_009)
    #expect(end?.ancestors == [Remainder()])
    let after = try Tree.read(family.ground.destination)
    for (key, entry) in before where !String(decoding: key, as: UTF8.self).contains(".ferry-") {
      #expect(after[key]?.inode == entry.inode)
    }
  }

  @Test("what fails in a folder that is listed now is added to the root's list and retried")
  func newFailures() throws {
    try Scratch.with("unlisted") { folder in
      let family = try Family(folder)
      let ground = family.ground
      for name in ["1", "2", "3/4"] { try Tree.write(ground.source, "d/\(name)") }
      try unlisted(family, ["d/"])
      try Tree.folder(ground.destination, "d/2")
      let first = try family.retry()
      #expect(first.counts.total == 5)
      #expect(first.counts.failed == 1)
      #expect(first.ancestors == [Remainder(reasons: [.isADirectory: 1])])
      #expect(try family.list().page(after: nil, .failing, limit: 9).map(\.isUnlisted) == [false])
      rmdir("\(ground.destination)/d/2")
      let second = try family.retry()
      #expect(second.counts.total == 1)
      #expect(second.ancestors == [Remainder()])
      #expect(try ground.differences() == [])
      #expect(try family.rootCounts().failed == 1)
    }
  }

  @Test("a folder that still cannot be listed fails again, and what is known of it is tried")
  func stillUnlisted() async throws {
    guard geteuid() == 0 else { return }
    await #expect(processExitsWith: .success) {
      try Scratch.with("unlisted") { folder in
        chmod(folder, 0o755)
        let family = try Family(folder)
        let ground = family.ground
        for path in [folder, ground.source, ground.destination] { chown(path, 65_534, 65_534) }
        precondition(setgid(65_534) == 0 && setuid(65_534) == 0)
        for name in ["1", "2"] { try Tree.write(ground.source, "d/\(name)") }
        try unlisted(family, ["d/", "d/2"])
        chmod("\(ground.source)/d", 0o111)
        let end = try family.retry()
        precondition(end.counts.total == 2 && end.counts.copied == 1, "\(end)")
        precondition(end.ancestors == [Remainder(reasons: [.permissionDenied: 1])], "\(end)")
        let left = try family.list().page(after: nil, .failing, limit: 9)
        precondition(left.map(\.failure.key.description) == ["d/"] && left[0].isUnlisted)
        for side in [ground.source, ground.destination] { chmod("\(side)/d", 0o755) }
        let last = try family.retry()
        precondition(last.counts.total == 3 && last.counts.skipped == 2, "\(last)")
        precondition(last.ancestors == [Remainder()], "\(last)")
      }
    }
  }

  @Test("a retry goes on after any key, in the middle of a folder that it lists as well")
  func cursors() throws {
    try Scratch.with("unlisted") { folder in
      let family = try Family(folder)
      let ground = family.ground
      for key in [
        "a/1", "a.b/1", "a.b/2/3", "c", "d/1", "d/2/1", "d/2/2", "d/3", "d.x", "e/f/g/1",
        "e/f/g/2", "e/h", "not/asked/for",
      ] { try Tree.write(ground.source, key) }
      // Of these `a` and `a.b` were files, `d/` and `e/f/g/` could not be listed.
      try unlisted(family, ["a", "a.b", "a.c", "c", "d.x", "d/", "d/2/1", "d/9", "e/f/g/", "e/h"])
      let all = try walk(family, 9, from: 0).keys
      #expect(
        all == [
          "a", "a.b", "a.b/", "a.b/1", "a.b/2/", "a.b/2/3", "a.c", "a/", "a/1", "c", "d.x", "d/",
          "d/1", "d/2/", "d/2/1", "d/2/2", "d/3", "e/f/g/", "e/f/g/1", "e/f/g/2", "e/h",
        ])
      for cut in 1...all.count {
        let (first, rest) = try walk(family, Int64(10 + cut), from: cut)
        #expect(first + rest == all, "cut after \(cut)")
      }
    }
  }

  // MARK: -

  /// The keys that a retry looks at before and after it is taken up again behind so many items.
  private func walk(
    _ family: Family, _ run: Int64, from cut: Int
  ) throws -> (before: [String], keys: [String]) {
    let order = family.order(run, of: [1])
    let stop = StopFlag()
    let context = RunContext(
      order, try ObjectLedger(path: family.ground.ledger(run), job: "j", run: run),
      try OpenRoots(order), try ObjectSieve(order.filter), stop, Limiter(.none, stop: stop),
      RunProgress())
    var before: [String] = []
    var walk = try KeyWalk(context, try family.list(), from: nil)
    var plan = LedgerPlan()
    while before.count < cut, let item = try walk.next() {
      before.append(String(decoding: walk.key, as: UTF8.self))
      if case .folderForObject(let facts) = item {
        plan.recoveries.append(
          Recovery(key: ObjectKey(walk.key), facts: facts, isReplaced: true))
      }
    }
    if cut > 0 {
      try context.ledger.plan(plan)
      walk = try KeyWalk(context, try family.list(), from: ObjectKey(walk.key))
    }
    var keys: [String] = []
    while try walk.next() != nil { keys.append(String(decoding: walk.key, as: UTF8.self)) }
    return (before, keys)
  }
}

/// A root run that has ended with these failures; its folders could not be listed.
private func unlisted(_ family: Family, _ keys: [String]) throws {
  let ledger = try ObjectLedger(path: family.ground.ledger(), job: "j", run: 1)
  var plan = LedgerPlan()
  plan.failures = keys.map { key in
    ObjectFailure(
      key: ObjectKey(key), kind: key.hasSuffix("/") ? .folder : .file, size: 0, modified: 0,
      code: .permissionDenied, text: "open source: Permission denied (EACCES)")
  }
  plan.isListed = true
  try ledger.plan(plan)
  try ledger.shrink()
}
