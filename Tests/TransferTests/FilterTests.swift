import Calendar
import Foundation
import Migration
import Store
import TestSupport
import Testing
import Transfer

@Suite struct FilterTests {
  private static let second: Int64 = 1_000_000_000

  private func keys(_ folder: String) throws -> Set<String> {
    Set(try Tree.read(folder).keys.map { String(decoding: $0, as: UTF8.self) })
  }

  @Test("keys are moved that a pattern includes and none excludes, with the folders they need")
  func patterns() throws {
    try Scratch.with("filter") { folder in
      let ground = try Ground(folder)
      for key in ["a/b/one.jpg", "a/b/one.txt", "tmp/two.jpg", "deep/er/x.jpg", "top.jpg"] {
        try Tree.write(ground.source, key)
      }
      try Tree.folder(ground.source, "empty.jpg")
      try Tree.folder(ground.source, "empty")
      try Tree.link(ground.source, "link.jpg", to: "top.jpg")
      var order = ground.order()
      order.filter.includeKeys = [#"(.*)\.jpg/?"#, "unused"]
      order.filter.excludeKeys = ["tmp/.*", "deep/(.*)x.*"]
      let counts = try #require(Ride.whole(order, ledger: ground.ledger()).0)
      // What is left out is not counted: 3 objects and a folder whose own key matches.
      #expect(counts.total == 4 && counts.copied == 4 && counts.failed == 0)
      let wanted: Set = ["a/", "a/b/", "a/b/one.jpg", "top.jpg", "link.jpg", "empty.jpg/"]
      #expect(try keys(ground.destination) == wanted)
      // Folders that came with what lies in them look like the source's.
      let (source, target) = (
        try Tree.read(ground.source), try Tree.read(ground.destination)
      )
      for key in target.keys { #expect(source[key] == target[key]) }
      order.run = 2
      #expect(Ride.whole(order, ledger: ground.ledger(2)).0?.skipped == 4)
    }
  }

  @Test("times are those of modification: inside one stretch, outside all that are excluded")
  func times() throws {
    try Scratch.with("filter") { folder in
      let ground = try Ground(folder)
      for day in 1...9 {
        try Tree.write(ground.source, "day-\(day)", modified: Int64(day) * 86_400 * Self.second)
      }
      let day = { (number: Int64) in Instant(seconds: number * 86_400) }
      var order = ground.order()
      order.filter.includeModified = [
        try #require(TimeRange(.distantPast, day(3))), try #require(TimeRange(day(6), day(8))),
      ]
      order.filter.excludeModified = [try #require(TimeRange(day(7), day(7)))]
      let counts = try #require(Ride.whole(order, ledger: ground.ledger()).0)
      #expect(counts.total == 5)
      #expect(try keys(ground.destination) == ["day-1", "day-2", "day-3", "day-6", "day-8"])
    }
  }

  @Test("what is left out is not opened, does not fail and is no special file")
  func untouched() throws {
    try Scratch.with("filter") { folder in
      let ground = try Ground(folder)
      try Tree.write(ground.source, "kept")
      #expect(mkfifo(ground.source + "/pipe", 0o600) == 0)
      try Tree.write(ground.source, "lost+found/inside")
      var order = ground.order()
      order.filter.excludeKeys = [#"lost\+found/.*"#, "pipe"]
      // Whoever is not root could not list it.
      try #require(chmod(ground.source + "/lost+found", 0) == 0)
      defer { chmod(ground.source + "/lost+found", 0o755) }
      let counts = try #require(Ride.whole(order, ledger: ground.ledger()).0)
      #expect(counts.total == 1 && counts.failed == 0)
      #expect(try keys(ground.destination) == ["kept"])
    }
  }

  @Test("a pattern that cannot be used any more blocks the run and says so")
  func unusable() throws {
    try Scratch.with("filter") { folder in
      let ground = try Ground(folder)
      var order = ground.order()
      order.filter.includeKeys = ["(a"]
      guard case .blocked(let text)? = Ride.whole(order, ledger: ground.ledger()).1 else {
        Issue.record("a broken pattern was taken")
        return
      }
      #expect(text.contains("missing )") && text.contains("update-job"))
    }
  }

  @Test("a retry leaves out what has been modified at a time that the job leaves out")
  func retried() throws {
    try Scratch.with("filter") { folder in
      let ground = try Ground(folder)
      try Tree.write(ground.source, "name", modified: 100 * Self.second)
      try Tree.write(ground.source, "other", modified: 100 * Self.second)
      // Folders with something in them stand in the way.
      for key in ["name", "other"] { try Tree.write(ground.destination, "\(key)/in the way") }
      var order = ground.order()
      order.filter.includeModified = [
        try #require(TimeRange(Instant(seconds: 100), Instant(seconds: 100)))
      ]
      let (end, _) = Ride.end(order, ledger: ground.ledger())
      #expect(end?.counts.failed == 2)
      try FileManager.default.removeItem(atPath: ground.destination + "/name")
      try FileManager.default.removeItem(atPath: ground.destination + "/other")
      try Tree.write(ground.source, "other", modified: 101 * Self.second)
      var retry = order
      retry.job = "retry"
      retry.ancestors = [LedgerPlace(path: ground.ledger(), job: order.job, run: order.run)]
      let retried = try #require(Ride.end(retry, ledger: ground.ledger(2)).0)
      #expect(retried.counts.total == 2 && retried.counts.failed == 1)
      #expect(try keys(ground.destination) == ["name"])
      let failures = try FailureList(of: LedgerPlace(path: ground.ledger(2), job: "retry", run: 1))
      let page = try failures.page(after: nil, limit: 10)
      #expect(page.map { $0.failure.code } == [.sourceGone])
      #expect(page.first?.failure.text.contains("the job leaves out") == true)
    }
  }
}
