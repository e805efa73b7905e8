import Foundation
import Migration
import Store
import TestSupport
import Testing

@testable import Transfer

@Suite struct InventoryMoveTests {
  @Test("what the list names is moved as it is now, and nothing else is looked at")
  func named() throws {
    try Scratch.with("list") { folder in
      let ground = try Ground(folder)
      for key in ["a/1", "a/2", "b/3", "c d,e", "unnamed", "f/inside"] {
        try Tree.write(ground.source, key, Array(key.utf8))
      }
      try Tree.link(ground.source, "link", to: "a/1")
      try Tree.folder(ground.source, "empty")
      mkfifo("\(ground.source)/pipe", 0o600)
      var list = try Lists(folder)
      // Not in the order of the keys, in two files of different kinds, the last line not ended.
      try list.add("data/0.csv.gz", "x,b/3\nx,a/2\r\nx,c%20d%2Ce\nx,gone\nx,empty/\n")
      try list.add("data/1.csv", "x,\"a/1\"\nx,link\nx,f/\nx,pipe\nx,a/1/x\nx,b\nx,link/")
      let (end, event) = Ride.end(ground.order(list), ledger: ground.ledger())
      #expect(event == nil)
      let counts = try #require(end?.counts)
      #expect(counts.total == 12 && counts.copied == 7 && counts.failed == 5 && counts.listed)
      let there = try Tree.read(ground.destination)
      #expect(
        there.keys.map { String(decoding: $0, as: UTF8.self) }.sorted() == [
          "a/", "a/1", "a/2", "b/", "b/3", "c d,e", "empty/", "f/", "link",
        ])
      // What is there is what the source has, with the times of the folders.
      let source = try Tree.read(ground.source)
      #expect(there.allSatisfy { source[$0.key] == $0.value })
      #expect(
        try ground.failures(1).map { "\($0.key) \($0.code.rawValue)" } == [
          "a/1/x SourceGone", "b SourceGone", "gone SourceGone", "link/ SourceGone",
          "pipe SpecialFile",
        ])
      // Nothing of that is ever tried again.
      #expect(end?.remainder.retryable == 0 && end?.remainder.failing == 5)
    }
  }

  @Test("keys that lead elsewhere are failures with a reason and are never opened")
  func hostile() throws {
    try Scratch.with("list") { folder in
      let ground = try Ground(folder)
      try Tree.write(folder, "secret", [1])
      try Tree.write(folder, "outside/secret", [1])
      try Tree.folder(ground.source, "in")
      symlink("\(folder)/outside", "\(ground.source)/out")
      let cases: [(row: String, key: String, why: String)] = [
        ("../secret", "../secret", "data/0.csv:1: the key has '.' or '..' in it"),
        ("in/../../secret", "in/../../secret", "data/0.csv:2: the key has '.' or '..' in it"),
        ("in/..", "in/..", "data/0.csv:3: the key has '.' or '..' in it"),
        ("%2E%2E/secret", "../secret", ""),
        (".", ".", "data/0.csv:5: the key has '.' or '..' in it"),
        ("/etc/passwd", "/etc/passwd", "data/0.csv:6: the key is absolute"),
        ("%2F", "/", "data/0.csv:7: the key is absolute"),
        ("in//x", "in//x", "data/0.csv:8: the key has an empty part: '//'"),
        ("in//", "in//", "data/0.csv:9: the key has an empty part: '//'"),
        ("in%00/x", "in\\x00/x", "data/0.csv:10: the key holds a NUL byte"),
        ("out/secret", "out/secret", "open folder in source: Not a directory (ENOTDIR)"),
      ]
      var list = try Lists(folder)
      let rows = cases.map { "x,\($0.row)\n" }.joined()
      try list.add("data/0.csv", rows + "x,\nx,%zz\nonly\n")
      let (end, event) = Ride.end(ground.order(list), ledger: ground.ledger())
      #expect(event == nil)
      #expect(end?.counts.total == 13 && end?.counts.failed == 13)
      #expect(try Tree.read(ground.destination).isEmpty)
      let failures = try ground.failures(1)
      for each in cases where !each.why.isEmpty {
        let found = failures.first { $0.key.description == each.key }
        #expect(found?.text == each.why)
      }
      let unreadable = failures.filter { $0.code == .unreadableRow }
      #expect(
        unreadable.map { "\($0.key): \($0.text)" } == [
          "\(list.folder)/data/0.csv:12: the row cannot be read: its key is empty",
          "\(list.folder)/data/0.csv:13: the row cannot be read: its key is not in "
            + "percent-encoding: after '%' come two hex digits",
          "\(list.folder)/data/0.csv:14: the row cannot be read: it has 1 fields, but the "
            + "manifest's schema has 2",
        ])
      #expect(end?.remainder.retryable == 0)
    }
  }

  @Test("a key that is named twice is an object twice; if it fails it is one failed object")
  func duplicates() throws {
    try Scratch.with("list") { folder in
      let ground = try Ground(folder)
      for key in ["a", "d/b"] { try Tree.write(ground.source, key, [1]) }
      try Tree.write(ground.source, "way", [1])
      try Tree.folder(ground.destination, "way")
      var list = try Lists(folder)
      try list.add(
        "data/0.csv.gz", "x,a\nx,way\nx,gone\nx,a\nx,d/b\nx,d/\nx,d/\nx,way\nx,gone\nx,way\n")
      let (end, event) = Ride.end(ground.order(list), ledger: ground.ledger())
      #expect(event == nil)
      let counts = try #require(end?.counts)
      #expect(counts.failed == 2)
      #expect(counts.total == counts.copied + counts.failed)
      #expect(counts.copied == 4)
      #expect(try ObjectLedger(path: ground.ledger(), job: "j", run: 1).counts() == counts)
    }
  }

  @Test("what failed of a list is retried without the list, and a folder's content stays unnamed")
  func retried() throws {
    try Scratch.with("list") { folder in
      let ground = try Ground(folder)
      for key in ["way", "fine"] { try Tree.write(ground.source, key, [1]) }
      try Tree.write(ground.source, "d/unnamed", [1])
      try Tree.folder(ground.destination, "way")
      try Tree.write(ground.destination, "d", [9])
      var list = try Lists(folder)
      try list.add("data/0.csv", "x,way\nx,fine\nx,d/\nx,gone\n")
      let (first, event) = Ride.end(ground.order(list), ledger: ground.ledger())
      #expect(event == nil)
      #expect(first?.remainder.failing == 3 && first?.remainder.retryable == 2)
      rmdir("\(ground.destination)/way")
      unlink("\(ground.destination)/d")
      try Tree.remove(list.folder)
      var retry = ground.order(list, run: 2)
      retry.ancestors = [LedgerPlace(path: ground.ledger(), job: "j", run: 1)]
      let (second, other) = Ride.end(retry, ledger: ground.ledger(2))
      #expect(other == nil)
      #expect(second?.counts.copied == 2 && second?.counts.failed == 0)
      #expect(second?.ancestors == [Remainder(reasons: [.sourceGone: 1])])
      let there = try Tree.read(ground.destination).keys.map { String(decoding: $0, as: UTF8.self) }
      #expect(there.sorted() == ["d/", "fine", "way"])
    }
  }

  @Test("objects that are named in many batches are copied side by side without harm")
  func sameAgain() throws {
    try Scratch.with("list") { folder in
      let ground = try Ground(folder)
      for number in 0..<5 {
        try Tree.write(ground.source, "d/\(number)", [UInt8](repeating: 7, count: 70_000))
      }
      var list = try Lists(folder)
      try list.add("data/0.csv", (0..<6_000).map { "x,d/\($0 % 5)\n" }.joined())
      let (counts, event) = Ride.whole(ground.order(list), ledger: ground.ledger())
      #expect(event == nil)
      #expect(counts?.total == 6_000 && counts?.copied == 6_000 && counts?.failed == 0)
      #expect(try ground.differences() == [])
    }
  }

  @Test("of a list that is not as it should be nothing is taken, and the file is named")
  func damage() throws {
    let cases: [(name: String, says: String, harm: (inout Lists) throws -> Void)] = [
      (
        "digest", "data/1.csv.gz is damaged: its MD5 is",
        { $0.layout.files[1].md5 = String(repeating: "0", count: 32) }
      ),
      ("size", "data/1.csv.gz of the inventory", { $0.layout.files[1].size = 3 }),
      (
        "no gzip", "data/1.csv.gz is damaged: it is no gzip file",
        { list in
          try list.write("data/1.csv.gz", Array("x,b\n".utf8))
          list.layout.files[1] = .init(path: "data/1.csv.gz")
        }
      ),
      (
        "cut off", "data/1.csv.gz is damaged: it is cut off",
        { list in
          let path = "\(list.folder)/data/1.csv.gz"
          let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
          try list.write("data/1.csv.gz", Array(bytes.dropLast(5)))
          list.layout.files[1] = .init(path: "data/1.csv.gz")
        }
      ),
      (
        "absent", "data/1.csv.gz of the inventory cannot be opened: No such file",
        { unlink("\($0.folder)/data/1.csv.gz") }
      ),
      (
        "a link", "data/1.csv.gz of the inventory cannot be opened",
        { list in
          unlink("\(list.folder)/data/1.csv.gz")
          symlink("/etc/passwd", "\(list.folder)/data/1.csv.gz")
        }
      ),
      (
        "a pipe", "data/1.csv.gz is no regular file",
        { list in
          unlink("\(list.folder)/data/1.csv.gz")
          mkfifo("\(list.folder)/data/1.csv.gz", 0o644)
        }
      ),
      ("elsewhere", "no path below its own folder", { $0.layout.files[1].path = "../source/b" }),
      ("no manifest", "manifest.json of the inventory", { unlink("\($0.folder)/manifest.json") }),
    ]
    for each in cases {
      try Scratch.with("list") { folder in
        let ground = try Ground(folder)
        for key in ["a", "b"] { try Tree.write(ground.source, key, [1]) }
        var list = try Lists(folder)
        try list.add("data/0.csv.gz", "x,a\n")
        try list.add("data/1.csv.gz", "x,b\n")
        try each.harm(&list)
        let (end, event) = Ride.end(ground.order(list), ledger: ground.ledger())
        guard case .blocked(let text)? = event else {
          Issue.record("\(each.name): \(String(describing: end))")
          return
        }
        #expect(text.contains(each.says), "\(each.name): \(text)")
        #expect(try Tree.read(ground.destination)[Array("b".utf8)] == nil, "\(each.name)")
        #expect(InventoryLook.problem(with: list.order) != nil || each.says.contains("damaged"))
        // What was done until then stands, and the run can be closed.
        let ride = Ride(ground.order(list), ledger: ground.ledger())
        ride.session.settle()
        guard case .settled(let end)? = ride.next() else {
          Issue.record("\(each.name): it cannot be closed")
          return
        }
        #expect(!end.counts.listed && end.counts.failed == 0)
        ride.session.close()
      }
    }
  }

  @Test("a list that was changed while the run was not at work stops it; the same one goes on")
  func changed() throws {
    try Scratch.with("list") { folder in
      let ground = try Ground(folder)
      try manyFiles(ground.source)
      var list = try Lists(folder)
      for file in 0..<3 {
        let rows = (0..<1_000).map { "x,f\((file * 1_000 + $0) % 7)/\(file * 1_000 + $0)\n" }
        try list.add("data/\(file).csv", rows.joined(), checked: false)
      }
      // A wrong digest stops the first session in the middle of the list.
      let right = list.layout
      list.layout.files[2].md5 = String(repeating: "0", count: 32)
      guard case .blocked? = Ride.end(ground.order(list), ledger: ground.ledger()).1 else {
        Issue.record("a wrong digest did not stop it")
        return
      }
      let ledger = try ObjectLedger(path: ground.ledger(), job: "j", run: 1)
      let position = try ledger.position()
      #expect(position.cursor != nil && !position.isListed)
      list.layout = right
      let path = "\(list.folder)/data/0.csv"
      let text = try String(contentsOfFile: path, encoding: .utf8)
      rename(path, path + ".kept")
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
      guard case .blocked(let why)? = Ride.end(ground.order(list), ledger: ground.ledger()).1 else {
        Issue.record("two lists were mixed")
        return
      }
      #expect(why.contains("data/0.csv of the inventory \(list.folder)/manifest.json is not as"))
      #expect(why.contains("close the run and start the job"))
      rename(path + ".kept", path)
      let (end, other) = Ride.end(ground.order(list), ledger: ground.ledger())
      #expect(other == nil)
      #expect(end?.counts.total == 3_000 && end?.counts.copied == 3_000)
      #expect(try ground.differences() == [])
    }
  }
}
