import Foundation
import Migration
import TestSupport
import Testing
import Transfer

@Suite("Runs from and to buckets")
struct BucketMoveTests {
  @Test("an object that was large when it was listed and is empty now arrives empty")
  func emptied() throws {
    try Scratch.with("bucket-emptied") { folder in
      let ground = try Ground(folder)
      let source = try StubStore(["a": .init(bytes: [], age: -100, listedSize: 9 << 20)])
      let destination = try StubStore()
      var order = ground.order()
      (order.sourceBucket, order.destinationBucket) = (try source.end(), try destination.end())
      let (counts, event) = Ride.whole(order, ledger: ground.ledger())
      #expect(event == nil)
      #expect(counts?.copied == 1)
      #expect(destination.bytes == ["a": []])
    }
  }

  @Test("a store whose clock is ahead gets what was changed after it had stored the last copy")
  func clock() throws {
    try Scratch.with("bucket-clock") { folder in
      let ground = try Ground(folder)
      try Tree.write(ground.source, "a", [1, 2])
      try Tree.write(ground.source, "b", [1])
      let ages = [("a", -600.0), ("b", -2_400.0)]
      for (name, age) in ages {
        try FileManager.default.setAttributes(
          [.modificationDate: Date(timeIntervalSinceNow: age)],
          ofItemAtPath: "\(ground.source)/\(name)")
      }
      for lead in [3_600, 0, -3_600] {
        let store = try StubStore(
          ["a": .init(bytes: [1], age: -1_200), "b": .init(bytes: [1], age: -1_200)], lead: lead)
        var order = ground.order(run: Int64(lead + 5_000))
        order.destinationBucket = try store.end()
        let (counts, event) = Ride.whole(order, ledger: ground.ledger(order.run))
        #expect(event == nil)
        #expect(counts?.skipped == 1)
        #expect(store.bytes == ["a": [1, 2], "b": [1]])
      }
    }
  }

  @Test("a run that is closed in the middle of an upload has the store drop it")
  func closed() throws {
    try Scratch.with("bucket-closed") { folder in
      let ground = try Ground(folder)
      try Tree.write(ground.source, "a", [1])
      #expect(truncate(ground.source + "/a", 128 << 20) == 0)
      let store = try StubStore { method, target in
        method == "PUT" && target.contains("partNumber=2&") ? 503 : nil
      }
      var order = ground.order()
      order.destinationBucket = try store.end()
      let ride = Ride(order, ledger: ground.ledger())
      defer { ride.session.close() }
      ride.session.prepare()
      #expect(ride.next() == .prepared)
      ride.session.move()
      while !store.log.contains(where: { $0.contains("partNumber=2&") }) { usleep(10_000) }
      ride.session.halt()
      #expect(ride.next() == .halted)
      ride.session.settle()
      guard case .settled = ride.next() else {
        Issue.record("it is not settled")
        return
      }
      #expect(store.log.last == "DELETE /bucket/a?uploadId=up")
    }
  }

  @Test("a retry goes past an object that it may not look at")
  func denied() throws {
    try Scratch.with("bucket-denied") { folder in
      let family = try Family(folder)
      let objects: [String: StubStore.Object] = [
        "a": .init(bytes: [1], age: -100), "b": .init(bytes: [2], age: -100),
      ]
      let store = try StubStore(objects) { method, target in
        method == "GET" && !target.hasPrefix("/bucket?") || target == "/bucket/a" ? 403 : nil
      }
      for run: Int64 in 1...2 {
        var order = family.order(run, of: run == 1 ? [] : [1])
        order.sourceBucket = try store.end()
        let (counts, event) = Ride.whole(order, ledger: family.ground.ledger(run))
        #expect(event == nil)
        #expect(counts?.failed == 2)
      }
      #expect(store.log.contains("HEAD /bucket/b"))
    }
  }

  @Test("never leaves an object that has a folder's key and holds something")
  func marker() throws {
    try Scratch.with("bucket-marker") { folder in
      let ground = try Ground(folder)
      try Tree.folder(ground.source, "x")
      let store = try StubStore(["x/": .init(bytes: [1], age: -100)])
      var order = ground.order(.never)
      order.destinationBucket = try store.end()
      let (counts, event) = Ride.whole(order, ledger: ground.ledger())
      #expect(event == nil)
      #expect(counts?.skipped == 1)
      #expect(store.bytes == ["x/": [1]])
    }
  }

  @Test("folders that only keys name are as open as others")
  func folderModes() throws {
    try Scratch.with("bucket-folders") { folder in
      let ground = try Ground(folder)
      let store = try StubStore(["x/a": .init(bytes: [1], age: -100)])
      var order = ground.order()
      order.sourceBucket = try store.end()
      #expect(Ride.whole(order, ledger: ground.ledger()).0?.copied == 1)
      var facts = stat()
      #expect(stat(ground.destination + "/x", &facts) == 0)
      #expect(facts.st_mode & 0o7777 == 0o755)
    }
  }
}
