import Codecs
import Foundation
import Migration
import Store
import TestSupport
import Testing

@testable import Transfer

@Suite("Lists and objects in buckets")
struct ListMoveTests {
  private static let stored = "2026-01-02T03:04:05.000Z"

  @Test(
    "an inventory in a bucket, of objects in another: none is asked for that the list describes")
  func inventory() throws {
    try Scratch.with("bucket-list") { folder in
      let ground = try Ground(folder)
      let data = try StubStore([
        "a": .init(bytes: [1, 2], age: -500), "d/b": .init(bytes: [3], age: -500),
        "grown": .init(bytes: [1, 2, 3, 4], age: -500), "old": .init(bytes: [9], age: -500),
        "untold": .init(bytes: [5], age: -500),
      ])
      // Whole rows, an old version, a deleted one, one without a time, one that is gone.
      let rows = """
        b,a,2,\(Self.stored),true,false
        b,d%2Fb,1,\(Self.stored),true,false
        b,grown,1,\(Self.stored),true,false
        b,old,7,\(Self.stored),false,false
        b,old,,\(Self.stored),true,true
        b,gone,1,\(Self.stored),true,false
        b,untold,1,,true,false

        """
      let lists = try StubStore([
        "inv/m.json": .init(bytes: [1], age: -50),
        // Named by its whole key, as services do it.
        "inv/data/0.csv": .init(bytes: Array(rows.utf8), age: -50),
      ])
      var layout = InventoryLayout(columns: 6, keyColumn: 1, files: [.init(path: "inv/data/0.csv")])
      (layout.fields.size, layout.fields.modified) = (2, 3)
      (layout.fields.isLatest, layout.fields.isDeleted) = (4, 5)
      let known = layout
      var order = ground.order()
      order.sourceBucket = try data.end()
      order.inventory = InventoryOrder(key: "inv/m.json", in: try lists.end(), scratch: folder) {
        (_) throws(InventoryProblem) in known
      }
      let (counts, event) = Ride.whole(order, ledger: ground.ledger())
      #expect(event == nil)
      #expect(counts?.total == 5 && counts?.copied == 4 && counts?.failed == 1)
      #expect(try ground.failures(1).map { "\($0.key) \($0.code.rawValue)" } == ["gone SourceGone"])
      let there = try Tree.read(ground.destination)
      #expect(
        there.keys.map { String(decoding: $0, as: UTF8.self) }.sorted()
          == ["a", "d/", "d/b", "grown", "untold"])
      #expect(try Data(contentsOf: URL(fileURLWithPath: ground.destination + "/grown")).count == 4)
      #expect(data.log.filter { $0.hasPrefix("HEAD") } == ["HEAD /bucket/untold"], "\(data.log)")
      #expect(!data.log.contains { $0.contains("list-type") })
      // Nothing of the list is left.
      let left = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(!left.contains { $0.hasPrefix("list") }, "\(left)")
    }
  }

  @Test("a plain list in a bucket names files of a folder, which go into a bucket")
  func upwards() throws {
    try Scratch.with("list-up") { folder in
      let ground = try Ground(folder)
      for key in ["a", "d/b", "unnamed"] { try Tree.write(ground.source, key, [1]) }
      try Tree.link(ground.source, "link", to: "a")
      try Tree.folder(ground.source, "empty")
      try Tree.write(ground.source, "\u{1}", [1])
      var text = Array("a\nd/b\r\nlink\n../a\nd\nempty/\n\ngone\n".utf8)
      text += [0xFF, 0x0A]
      let lists = try StubStore(["keys.txt": .init(bytes: text, age: -50)])
      let store = try StubStore()
      for run: Int64 in 1...2 {
        var order = ground.order(.alwaysLastModified, run: run)
        order.destinationBucket = try store.end()
        order.inventory = InventoryOrder(
          key: "keys.txt", in: try lists.end(), scratch: folder)
        let (counts, event) = Ride.whole(order, ledger: ground.ledger(run))
        #expect(event == nil)
        #expect(counts?.total == 8 && counts?.failed == 5)
        #expect(counts?.skipped == (run == 1 ? 0 : 3))
        #expect(Set(store.bytes.keys) == ["a", "d/b", "empty/"])
        let told = try ground.failures(run).map { "\($0.key) \($0.code.rawValue)" }
        #expect(
          told == [
            "../a InvalidKey", "d SourceGone", "gone SourceGone", "link SymbolicLink",
            "\\xff InvalidKey",
          ])
        let failures = try ground.failures(run)
        #expect(
          failures.first { $0.key.description == "../a" }?.text
            == "keys.txt:4: the key has '.' or '..' in it")
      }
    }
  }

  @Test("from bucket to bucket, and a retry without the list")
  func over() throws {
    try Scratch.with("list-over") { folder in
      let family = try Family(folder)
      let closed = Flag()
      let source = try StubStore(
        ["p/a": .init(bytes: [1], age: -500), "p/b": .init(bytes: [2], age: -500)]
      ) { method, target in
        target == "/bucket/p/b" && method == "GET" && closed.isSet ? 403 : nil
      }
      let destination = try StubStore()
      let lists = try StubStore(["keys.txt": .init(bytes: Array("a\nb\n".utf8), age: -50)])
      closed.set(true)
      for run: Int64 in 1...2 {
        var order = family.order(run, of: run == 1 ? [] : [1])
        order.sourceBucket = try source.end(prefix: "p/")
        order.destinationBucket = try destination.end()
        order.inventory = InventoryOrder(key: "keys.txt", in: try lists.end(), scratch: folder)
        let (counts, event) = Ride.whole(order, ledger: family.ground.ledger(run))
        #expect(event == nil)
        #expect(counts?.failed == (run == 1 ? 1 : 0))
        closed.set(false)
      }
      #expect(destination.bytes == ["a": [1], "b": [2]])
      #expect(lists.log.count { $0.hasPrefix("GET") } == 1)
    }
  }

  @Test("a list that is another one when the run goes on stops it; one that is absent says so")
  func changed() throws {
    try Scratch.with("list-changed") { folder in
      let ground = try Ground(folder)
      try Tree.write(ground.source, "a", [1])
      let lists = try StubStore(["keys.txt": .init(bytes: Array("a\n".utf8), age: -50)])
      let ledger = try ObjectLedger(path: ground.ledger(), job: "j", run: 1)
      _ = try ledger.keepList([ListFile(path: "keys.txt", size: 9, modified: 1, inode: 1)])
      var order = ground.order()
      let store = try StubStore()
      defer { withExtendedLifetime(store) {} }
      order.destinationBucket = try store.end()
      order.inventory = InventoryOrder(key: "keys.txt", in: try lists.end(), scratch: folder)
      guard case .blocked(let text)? = Ride.whole(order, ledger: ground.ledger()).1 else {
        Issue.record("it is not blocked")
        return
      }
      #expect(text.contains("keys.txt of the inventory s3://bucket/keys.txt"), "\(text)")
      #expect(text.contains("is not as it was when the run began"), "\(text)")
      order.run = 2
      order.inventory = InventoryOrder(key: "x/keys.txt", in: try lists.end(), scratch: folder)
      guard case .blocked(let why)? = Ride.whole(order, ledger: ground.ledger(2)).1 else {
        Issue.record("it is not blocked")
        return
      }
      #expect(why.contains("s3://bucket/x/keys.txt"), "\(why)")
      #expect(why.contains("is not there"), "\(why)")
      let found = InventoryLook.look(
        at: InventoryOrder(key: "keys.txt", in: try lists.end(), scratch: ""))
      #expect(found.problem == nil && found.key == [0x61])
    }
  }

  @Test("a run that is paused in a list goes on in it, and nothing is moved twice")
  func paused() throws {
    try Scratch.with("list-paused") { folder in
      let ground = try Ground(folder)
      let keys = (0..<3_000).map { "d\($0 % 7)/f\($0)" }
      for key in keys { try Tree.write(ground.source, key, [1]) }
      let text = keys.joined(separator: "\n")
      let lists = try StubStore(["keys.txt": .init(bytes: Array(text.utf8), age: -50)])
      let store = try StubStore()
      var order = ground.order()
      order.destinationBucket = try store.end()
      order.inventory = InventoryOrder(key: "keys.txt", in: try lists.end(), scratch: folder)
      let first = Ride(order, ledger: ground.ledger())
      first.session.prepare()
      #expect(first.next() == .prepared)
      first.session.move()
      while store.log.count(where: { $0.hasPrefix("PUT") }) < 500 { usleep(1_000) }
      first.session.halt()
      #expect(first.next() == .halted)
      first.session.close()
      let (counts, event) = Ride.whole(order, ledger: ground.ledger())
      #expect(event == nil)
      #expect(counts?.total == 3_000 && counts?.copied == 3_000)
      #expect(store.bytes.count == 3_000)
      // What was under way is sent again.
      #expect(store.log.count { $0.hasPrefix("PUT") } <= 3_000 + 64)
    }
  }
}

/// Something that a test turns on and off while others look.
private final class Flag: Sendable {
  private let state = StopFlag()
  var isSet: Bool { state.isSet }
  func set(_ value: Bool) { state.set(value) }
}
