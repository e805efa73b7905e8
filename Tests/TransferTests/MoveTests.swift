import Foundation
import Migration
import Store
import Testing
import TestSupport

@testable import Transfer

@Suite struct MoveTests {
  @Test("a tree of every kind of name and object arrives as it is, and its counts add up")
  func everything() throws {
    try Scratch.with("move") { folder in
      let ground = try Ground(folder)
      try mixedTree(ground.source)
      let counts = try ground.run(.alwaysLastModified, 1)
      let expected = try Tree.read(ground.source)
      #expect(try ground.differences() == [])
      #expect(counts.total == Int64(expected.count))
      #expect(counts.copied == counts.total)
      #expect(counts.failed == 0)
      #expect(counts.skipped == 0)
      #expect(counts.listed)
      #expect(counts.remaining == 0)
    }
  }

  @Test("a second run copies nothing, by any rule but the one that copies always")
  func again() throws {
    try Scratch.with("move") { folder in
      let ground = try Ground(folder)
      try mixedTree(ground.source)
      let first = try ground.run(.alwaysLastModified, 1)
      let before = try Tree.read(ground.destination)
      for (run, rule) in [(2, OverwriteRule.alwaysLastModified), (3, .never)] {
        let counts = try ground.run(rule, Int64(run))
        #expect(counts.total == first.total)
        #expect(counts.skipped == first.total)
        #expect(counts.skippedBytes == first.totalBytes)
        let after = try Tree.read(ground.destination)
        #expect(after.mapValues(\.inode) == before.mapValues(\.inode))
      }
      let counts = try ground.run(.alwaysAll, 4)
      #expect(counts.copied == first.total)
      let after = try Tree.read(ground.destination)
      #expect(Tree.differences(after, before) == [])
      for (key, entry) in before where key.last != 47 { #expect(after[key]?.inode != entry.inode) }
    }
  }

  @Test("only what is newer is copied, and `never` leaves what is there")
  func rules() throws {
    try Scratch.with("move") { folder in
      let ground = try Ground(folder)
      try Tree.write(ground.source, "d/newer", [1], modified: 2_000)
      try Tree.write(ground.source, "d/older", [1], modified: 1_000)
      try Tree.write(ground.source, "d/size", [1, 2], modified: 1_000)
      try Tree.write(ground.source, "d/absent", [1], modified: 1_000)
      for name in ["newer", "older", "size"] {
        let time: Int64 = name == "size" ? 1_000 : 1_500
        try Tree.write(ground.destination, "d/\(name)", [9], modified: time)
      }
      let never = try ground.run(.never, 1)
      #expect(never.copied - never.skipped == 1)
      #expect(try content(ground, "d/newer") == [9])
      #expect(try content(ground, "d/absent") == [1])
      let modified = try ground.run(.alwaysLastModified, 2)
      #expect(try content(ground, "d/newer") == [1])
      #expect(try content(ground, "d/older") == [9])
      #expect(try content(ground, "d/size") == [1, 2])
      #expect(modified.total == 5)
    }
  }

  @Test("a folder's time survives what is copied into it")
  func folderTimes() throws {
    try Scratch.with("move") { folder in
      let ground = try Ground(folder)
      try Tree.write(ground.source, "a/b/one", [1])
      try Tree.folder(ground.source, "a/b", mode: 0o700)
      try Tree.folder(ground.source, "a", mode: 0o755)
      _ = try ground.run(.alwaysLastModified, 1)
      try Tree.write(ground.source, "a/b/two", [2])
      try Tree.folder(ground.source, "a/b", mode: 0o700)
      let counts = try ground.run(.alwaysLastModified, 2)
      #expect(try ground.differences() == [])
      #expect(counts.total == 4)
      #expect(counts.skipped == 3)
    }
  }

  @Test("what stands in the way is told for each object, and the rest arrives")
  func inTheWay() throws {
    try Scratch.with("move") { folder in
      let ground = try Ground(folder)
      try Tree.write(ground.source, "folder/inside", [1])
      try Tree.write(ground.source, "file", [1])
      try Tree.write(ground.source, "good", [1])
      mkfifo("\(ground.source)/pipe", 0o644)
      try Tree.write(ground.destination, "folder", [9])
      try Tree.write(ground.destination, "file/inside", [9])
      let counts = try ground.run(.alwaysLastModified, 1)
      #expect(counts.total == 5)
      #expect(counts.copied == 1)
      #expect(counts.failed == 4)
      let failures = try ground.failures(1)
      #expect(
        failures.map { "\($0.key) \($0.code.rawValue)" } == [
          "file IsADirectory", "folder/ NotADirectory", "folder/inside NotADirectory",
          "pipe SpecialFile",
        ])
      #expect(failures.first?.text == "rename destination: Is a directory (EISDIR)")
      let names = try FileManager.default.contentsOfDirectory(atPath: ground.destination).sorted()
      #expect(names == ["file", "folder", "good"])
    }
  }

  @Test("paths far beyond PATH_MAX arrive, however many levels they have")
  func deep() throws {
    try Scratch.with("move") { folder in
      let ground = try Ground(folder)
      defer {
        // Too deep for what cleans up after the test.
        for path in [ground.source, ground.destination] { _ = try? Tree.remove(path) }
      }
      let name = String(repeating: "n", count: 120)
      let way = Array(repeating: name, count: 90)
      for depth in [10, 40, 70, 90] {
        let prefix = way.prefix(depth).joined(separator: "/")
        for each in ["a", "z"] {
          try Tree.write(ground.source, "\(prefix)/\(each)", [UInt8(depth)])
        }
      }
      let counts = try ground.run(.alwaysLastModified, 1)
      #expect(counts.failed == 0)
      #expect(counts.total == 98)
      #expect(try ground.differences() == [])
      #expect(try ground.run(.alwaysLastModified, 2).skipped == 98)
    }
  }

  @Test("a root that is missing blocks the run and is not an empty source")
  func missingRoots() throws {
    try Scratch.with("move") { folder in
      let ground = try Ground(folder)
      try Tree.write(ground.source, "file", [1])
      var order = ground.order()
      order.source += "/no"
      guard case .blocked(let text)? = Ride.whole(order, ledger: ground.ledger()).1 else {
        Issue.record("a missing source was taken")
        return
      }
      #expect(text.contains("No such file or directory (ENOENT)"))
      order = ground.order()
      order.source += "/file"
      #expect(Ride.whole(order, ledger: ground.ledger()).0 == nil)
      order = ground.order()
      order.destination += "/no/where"
      #expect(Ride.whole(order, ledger: ground.ledger()).0 == nil)
      order = ground.order()
      order.destination = order.source + "/inside"
      #expect(Ride.whole(order, ledger: ground.ledger()).0 == nil)
      order = ground.order()
      order.destination += "/new"
      #expect(Ride.whole(order, ledger: ground.ledger()).0?.copied == 1)
    }
  }

  @Test("a ledger that is damaged breaks the run")
  func brokenLedger() throws {
    try Scratch.with("move") { folder in
      let ground = try Ground(folder)
      try Tree.write(folder, "run-1.db", Array("This is no database, whatever it may be".utf8))
      guard case .broken(let text)? = Ride.whole(ground.order(), ledger: ground.ledger()).1 else {
        Issue.record("a damaged ledger was taken")
        return
      }
      #expect(text.contains("run-1.db"))
    }
  }

  @Test("folders and links can be left out, and times need not be kept")
  func options() throws {
    try Scratch.with("move") { folder in
      let ground = try Ground(folder)
      try Tree.write(ground.source, "a/b/file", [1], mode: 0o600)
      try Tree.folder(ground.source, "empty")
      try Tree.link(ground.source, "a/link", to: "b")
      var order = ground.order()
      order.filter.excludesFolders = true
      order.filter.excludesSymlinks = true
      order.rule.keepsModified = false
      let counts = try #require(Ride.whole(order, ledger: ground.ledger()).0)
      #expect(counts.total == 1)
      let found = try Tree.read(ground.destination)
      #expect(
        Set(found.keys.map { String(decoding: $0, as: UTF8.self) }) == ["a/", "a/b/", "a/b/file"])
      let file = try #require(found[Array("a/b/file".utf8)])
      #expect(file.modified > 1_700_000_000_000_000_000)
      #expect(file.mode & 0o7777 == 0o600)
      order.run = 2
      #expect(Ride.whole(order, ledger: ground.ledger(2)).0?.skipped == 1)
    }
  }

  private func content(_ ground: Ground, _ key: String) throws -> [UInt8]? {
    try Tree.read(ground.destination)[Array(key.utf8)]?.content
  }
}

/// A tree with something of everything.
func mixedTree(_ root: String, many: Int = 2_500) throws {
  try Tree.write(root, "with space/Grüße 世界.txt", Array("hello".utf8))
  try Tree.write(root, [0xFF, 0xFE, 0x2F] + [0xC3, 0x28], [1, 2, 3], mode: 0o400)
  try Tree.write(root, "empty file", [])
  try Tree.write(root, "line\nfeed", [10], mode: 0o4755)
  try Tree.write(root, "sticky", [1], mode: 0o1644)
  try Tree.write(root, "large", (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) })
  try Tree.write(root, "sort/a", [1])
  try Tree.write(root, "sort/a.b", [1])
  try Tree.write(root, "sort/a-b/c", [1], modified: -5_000_000_001)
  try Tree.write(root, ".hidden/.file", [1])
  try Tree.write(root, "many/" + String(repeating: "x", count: 255), [7])
  for number in 0..<many { try Tree.write(root, "many/\(number)", [UInt8(number % 256)]) }
  try Tree.link(root, "link", to: "sort/a")
  try Tree.link(root, "sort/dangling", to: "/nowhere/at/all")
  try Tree.folder(root, "empty folder", mode: 0o1777)
  try Tree.folder(root, "empty folder/inner", mode: 0o500)
  try Tree.folder(root, "sort", mode: 0o555)
  chmod("\(root)/line\nfeed", 0o755)
}
