import Foundation
import Migration
import Store
import Testing
import TestSupport

@testable import Transfer

@Suite struct RetryTests {
  @Test("three failures among twenty thousand cost three copies, and nothing else is looked at")
  func three() throws {
    try Scratch.with("retry") { folder in
      let family = try Family(folder)
      let ground = family.ground
      for number in 0..<20_000 { try Tree.write(ground.source, "f\(number % 40)/\(number)", [1]) }
      let failing = ["f0/40", "f3/19963", "f39/79"]
      for key in failing { try Tree.folder(ground.destination, key) }
      let first = try family.run()
      #expect(first.counts.failed == 3)
      #expect(first.remainder == Remainder(reasons: [.isADirectory: 3]))
      #expect(first.ancestors == [])
      for key in failing { rmdir("\(ground.destination)/\(key)") }
      // What is not the retry's is not even compared: it would be copied again.
      try Tree.write(ground.source, "f1/1", [2, 2], modified: 1_700_000_000_000_000_000)
      let before = try Tree.read(ground.destination)
      let retry = try family.retry()
      #expect(retry.counts.total == 3)
      #expect(retry.counts.copied == 3)
      #expect(retry.counts.skipped == 0)
      #expect(retry.counts.failed == 0)
      #expect(retry.remainder.failing == 0)
      #expect(retry.ancestors == [Remainder()])
      let after = try Tree.read(ground.destination)
      let changed = after.filter { before[$0.key]?.inode != $0.value.inode }
      #expect(changed.keys.map { String(decoding: $0, as: UTF8.self) }.sorted() == failing.sorted())
      // The folders that were touched have their times again.
      let differences = Tree.differences(after, try Tree.read(ground.source))
      #expect(differences == ["f1/1"])
    }
  }

  @Test("what changed is copied as it is now, what vanished is gone for good")
  func changedAndGone() throws {
    try Scratch.with("retry") { folder in
      let family = try Family(folder)
      let ground = family.ground
      for key in ["changed", "gone", "in/gone/too", "same", "special"] {
        try Tree.write(ground.source, key, [1])
        try Tree.folder(ground.destination, key)
      }
      #expect(try family.run().counts.failed == 5)
      for key in ["changed", "gone", "in/gone/too", "same", "special"] {
        rmdir("\(ground.destination)/\(key)")
      }
      try Tree.write(
        ground.source, "changed", [1, 2, 3], modified: 1_700_000_000_000_000_000)
      // Somebody has brought this one over by hand.
      try Tree.write(ground.destination, "same", [1])
      for key in ["gone", "special"] { unlink("\(ground.source)/\(key)") }
      try Tree.remove("\(ground.source)/in")
      mkfifo("\(ground.source)/special", 0o600)
      let retry = try family.retry()
      #expect(retry.counts.total == 5)
      #expect(retry.counts.copied == 2)
      #expect(retry.counts.skipped == 1)
      #expect(
        retry.remainder == Remainder(reasons: [.sourceGone: 2, .specialFile: 1]))
      #expect(retry.remainder.retryable == 0)
      #expect(retry.ancestors == [retry.remainder])
      let rows = try family.list().page(after: nil, limit: 9)
      #expect(
        rows.map { "\($0.failure.key) \($0.isRecovered) \($0.failure.size)" }.prefix(4) == [
          "changed true 3", "gone false 1", "in/gone/too false 1", "same true 1",
        ])
      #expect(rows.allSatisfy { $0.failure.modified > 0 })
      #expect(try family.list().page(after: nil, .retryable, limit: 9) == [])
    }
  }

  @Test("a file that became a folder is moved as one, and a folder that became a file too")
  func otherKinds() throws {
    try Scratch.with("retry") { folder in
      let family = try Family(folder)
      let ground = family.ground
      for key in ["a", "a+", "a.b", "b"] {
        try Tree.write(ground.source, key, [1])
        try Tree.folder(ground.destination, key)
      }
      try Tree.folder(ground.source, "d")
      try Tree.write(ground.destination, "d", [9])
      try Tree.write(ground.destination, "l", [9])
      try Tree.folder(ground.source, "l")
      #expect(try family.run().counts.failed == 6)
      for key in ["a", "a+", "a.b", "b"] { rmdir("\(ground.destination)/\(key)") }
      for key in ["d", "l"] { unlink("\(ground.destination)/\(key)") }
      for key in ["a", "a.b"] {
        unlink("\(ground.source)/\(key)")
        for name in ["1", "2/3", "4"] { try Tree.write(ground.source, "\(key)/\(name)", [1]) }
      }
      rmdir("\(ground.source)/d")
      rmdir("\(ground.source)/l")
      try Tree.write(ground.source, "d", [7])
      try Tree.link(ground.source, "l", to: "nowhere")
      let retry = try family.retry()
      #expect(try ground.differences() == [])
      #expect(retry.counts.remaining == 0)
      #expect(retry.counts.failed == 0)
      #expect(retry.ancestors == [Remainder()])
    }
  }

  @Test("a folder whose place was taken is made by the retry, with what it holds")
  func folderInTheWay() throws {
    try Scratch.with("retry") { folder in
      let family = try Family(folder)
      let ground = family.ground
      for key in ["d/1", "d/e/2", "z/3"] { try Tree.write(ground.source, key, [1]) }
      for key in ["d", "z"] { try Tree.write(ground.destination, key, [9]) }
      try Tree.folder(ground.source, "d", mode: 0o750)
      #expect(try family.run().counts.failed == 6)
      unlink("\(ground.destination)/d")
      let retry = try family.retry()
      #expect(retry.counts.total == 6)
      #expect(retry.counts.copied == 4)
      #expect(retry.ancestors.map(\.failing) == [2])
      unlink("\(ground.destination)/z")
      #expect(try family.retry(of: [2, 1]).ancestors == [Remainder(), Remainder()])
      #expect(try ground.differences() == [])
    }
  }

  @Test("what the job leaves out is left out by its retry")
  func leftOut() throws {
    try Scratch.with("retry") { folder in
      let family = try Family(folder)
      let ground = family.ground
      for key in ["a", "b"] {
        try Tree.write(ground.source, key, [1])
        try Tree.folder(ground.destination, key)
      }
      try Tree.folder(ground.source, "empty")
      _ = try family.run()
      for key in ["a", "b"] { rmdir("\(ground.destination)/\(key)") }
      unlink("\(ground.source)/a")
      try Tree.link(ground.source, "a", to: "b")
      unlink("\(ground.source)/b")
      for key in ["b/in/1", "b/in/2"] { try Tree.write(ground.source, key, [1]) }
      try Tree.folder(ground.source, "b/none")
      var order = family.order(2, of: [1])
      order.filter.excludesSymlinks = true
      order.filter.excludesFolders = true
      let (end, event) = Ride.end(order, ledger: ground.ledger(2))
      #expect(event == nil)
      #expect(end?.ancestors == [Remainder(reasons: [.sourceGone: 1])])
      let there = try Tree.read(ground.destination).keys
      #expect(
        there.map { String(decoding: $0, as: UTF8.self) }.sorted() == [
          "b/", "b/in/", "b/in/1", "b/in/2", "empty/",
        ])
    }
  }

  @Test("a retry of a retry takes what that one left, and tells all above it")
  func chain() throws {
    try Scratch.with("retry") { folder in
      let family = try Family(folder)
      let ground = family.ground
      let keys = (0..<6).map { "k\($0)" }
      for key in keys {
        try Tree.write(ground.source, key, [1])
        try Tree.folder(ground.destination, key)
      }
      #expect(try family.run().remainder.failing == 6)
      for key in ["k0", "k1"] { rmdir("\(ground.destination)/\(key)") }
      let first = try family.retry()
      #expect(first.counts.copied == 2)
      #expect(first.remainder.failing == 4)
      #expect(first.ancestors.map(\.failing) == [4])
      rmdir("\(ground.destination)/k2")
      let second = try family.retry(of: [2, 1])
      #expect(second.counts.total == 4)
      #expect(second.counts.copied == 1)
      #expect(second.ancestors.map(\.failing) == [3, 3])
      // A second chain of the root takes what no retry of the first one has recovered.
      rmdir("\(ground.destination)/k3")
      let other = try family.retry(of: [1])
      #expect(other.counts.total == 3)
      #expect(other.counts.copied == 1)
      #expect(other.ancestors.map(\.failing) == [2])
      #expect(try family.list(2).remainder().failing == 2)
      #expect(try family.list(3).remainder().failing == 2)
      #expect(try family.list().page(after: nil, limit: 9).map(\.failure.attempts).last == 4)
      #expect(try family.rootCounts().failed == 6)
    }
  }

  @Test("a retry that is closed early leaves what it did not come to as it was")
  func closedEarly() throws {
    try Scratch.with("retry") { folder in
      let family = try Family(folder)
      let ground = family.ground
      for number in 0..<400 {
        try Tree.write(ground.source, "k\(number)", [1])
        try Tree.folder(ground.destination, "k\(number)")
      }
      #expect(try family.run().remainder.failing == 400)
      for number in 0..<400 { rmdir("\(ground.destination)/k\(number)") }
      var order = family.order(2, of: [1])
      order.throttle = Throttle(objectsPerSecond: 300)
      let ride = Ride(order, ledger: ground.ledger(2))
      ride.session.prepare()
      #expect(ride.next() == .prepared)
      ride.session.move()
      wait { ride.session.progress.copied > 20 }
      ride.session.halt()
      #expect(ride.next() == .halted)
      ride.session.settle()
      guard case .settled(let end)? = ride.next() else { throw Ground.Refused(event: nil) }
      ride.session.close()
      #expect(end.counts.copied > 20)
      #expect(end.counts.copied < 400)
      #expect(end.remainder.failing == 0)
      #expect(end.ancestors.map(\.failing) == [400 - end.counts.copied])
      let rest = try family.retry(of: [1])
      #expect(rest.counts.total == 400 - end.counts.copied)
      #expect(rest.ancestors == [Remainder()])
      #expect(try ground.differences() == [])
    }
  }

  @Test("a retry that goes on after its early end was held up tells all that it moved")
  func heldUpEnd() throws {
    try Scratch.with("retry") { folder in
      let family = try Family(folder)
      let ground = family.ground
      for number in 0..<100 {
        try Tree.write(ground.source, "k\(number)", [1])
        try Tree.folder(ground.destination, "k\(number)")
      }
      #expect(try family.run().remainder.failing == 100)
      for number in 0..<99 { rmdir("\(ground.destination)/k\(number)") }
      var order = family.order(2, of: [1])
      order.throttle = Throttle(objectsPerSecond: 100)
      let ride = Ride(order, ledger: ground.ledger(2))
      ride.session.prepare()
      #expect(ride.next() == .prepared)
      ride.session.move()
      wait { ride.session.progress.copied > 10 }
      ride.session.halt()
      #expect(ride.next() == .halted)
      // The early end has told this much when the root run's ledger could not grow any more.
      let place = LedgerPlace(path: ground.ledger(2), job: "j", run: 2)
      try ObjectLedger(path: place.path, job: place.job, run: place.run, keepsKeys: true)
        .writeBack(to: try #require(order.ancestors.last))
      ride.session.setThrottle(.none)
      ride.session.move()
      #expect(ride.next() == .moved)
      ride.session.settle()
      guard case .settled(let end)? = ride.next() else { throw Ground.Refused(event: nil) }
      ride.session.close()
      #expect(end.counts.copied == 99)
      #expect(end.ancestors.map(\.failing) == [1])
    }
  }

  @Test("a run that has let go of its plan is over, whatever is asked of it")
  func settledRun() throws {
    try Scratch.with("retry") { folder in
      let ground = try Ground(folder)
      try Tree.write(ground.source, "k", [1])
      let ledger = try ObjectLedger(path: ground.ledger(), job: "j", run: 1)
      try ledger.shrink()
      let ride = Ride(ground.order(), ledger: ground.ledger())
      ride.session.prepare()
      #expect(ride.next() == .prepared)
      ride.session.move()
      #expect(ride.next() == .moved)
      ride.session.close()
      #expect(try ledger.counts() == RunCounts())
      #expect(try !ledger.isSealed())
    }
  }

  @Test("a root run's list that is gone or damaged ends a retry with a sentence")
  func withoutList() throws {
    try Scratch.with("retry") { folder in
      let family = try Family(folder)
      try Tree.write(family.ground.source, "k", [1])
      try Tree.folder(family.ground.destination, "k")
      _ = try family.run()
      ObjectLedger.removeFiles(family.ground.ledger())
      let (_, event) = Ride.end(family.order(2, of: [1]), ledger: family.ground.ledger(2))
      guard case .broken(let text)? = event else {
        Issue.record("\(String(describing: event))")
        return
      }
      #expect(text.contains("has kept no list"))
      try Tree.write(folder, "run-1.db", [UInt8](repeating: 3, count: 8_192))
      let (_, other) = Ride.end(family.order(2, of: [1]), ledger: family.ground.ledger(2))
      guard case .broken(let text)? = other else {
        Issue.record("\(String(describing: other))")
        return
      }
      #expect(text.contains("damaged"))
    }
  }

  @Test("in an empty folder in the source's place nothing is taken for gone")
  func emptySource() throws {
    try Scratch.with("retry") { folder in
      let family = try Family(folder)
      try Tree.write(family.ground.source, "k", [1])
      try Tree.folder(family.ground.destination, "k")
      _ = try family.run()
      rename(family.ground.source, "\(folder)/aside")
      try Tree.folder(folder, "source")
      let (_, event) = Ride.end(family.order(2, of: [1]), ledger: family.ground.ledger(2))
      guard case .blocked(let text)? = event else {
        Issue.record("\(String(describing: event))")
        return
      }
      #expect(text.contains("/source is another folder"))
      #expect(try family.list().remainder().retryable == 1)
    }
  }
}
