import Foundation
import Migration
import Synchronization
import TestSupport
import Testing
import Transfer

@Suite("Large objects of buckets, whose parts many threads move", .serialized)
struct PartJobTests {
  private static let size = 130 << 20

  /// No two blocks of it are alike.
  private static let content: [UInt8] = {
    var bytes = [UInt8](repeating: 7, count: size)
    for block in 0..<size / 4096 {
      withUnsafeBytes(of: block) {
        bytes.replaceSubrange(block * 4096..<block * 4096 + 8, with: $0)
      }
    }
    return bytes
  }()

  private func parts(_ log: [String], _ method: String = "PUT") -> [Int] {
    log.filter { $0.hasPrefix("\(method) ") }
      .compactMap { $0.firstMatch(of: /partNumber=([0-9]+)/) }.compactMap { Int($0.1) }
  }

  @Test("the parts of one file go up over several connections, and small files with them")
  func up() throws {
    try Scratch.with("parts-up") { folder in
      let ground = try Ground(folder)
      try Tree.write(ground.source, "large", Self.content)
      for number in 0..<40 { try Tree.write(ground.source, "small\(number)", [1]) }
      let store = try StubStore { _, target in
        if target.contains("partNumber=") { usleep(100_000) }
        return nil
      }
      var order = ground.order()
      order.destinationBucket = try store.end()
      let (counts, event) = Ride.whole(order, ledger: ground.ledger())
      #expect(event == nil)
      #expect(counts?.copied == 41)
      #expect(counts?.copiedBytes == Int64(Self.size + 40))
      #expect(store.bytes["large"] == Self.content)
      #expect(store.peak > 1)
      #expect(parts(store.log).sorted() == Array(1...9))
    }
  }

  @Test("an object comes down in ranges over several connections, with its time and mode")
  func down() throws {
    try Scratch.with("parts-down") { folder in
      let ground = try Ground(folder)
      let store = try StubStore(["large": .init(bytes: Self.content, age: -100)]) { _, _ in
        usleep(50_000)
        return nil
      }
      var order = ground.order()
      order.sourceBucket = try store.end()
      let (counts, event) = Ride.whole(order, ledger: ground.ledger())
      #expect(event == nil)
      #expect(counts?.copied == 1)
      #expect(counts?.copiedBytes == Int64(Self.size))
      #expect(store.peak > 1)
      let path = ground.destination + "/large"
      #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data(Self.content))
      let facts = try FileManager.default.attributesOfItem(atPath: path)
      let time = try #require(facts[.modificationDate] as? Date)
      #expect(abs(time.timeIntervalSinceNow + 100) < 10)
      #expect(facts[.posixPermissions] as? Int == 0o644)
      #expect(try FileManager.default.contentsOfDirectory(atPath: ground.destination) == ["large"])
    }
  }

  @Test("an object goes from bucket to bucket by several parts at once")
  func across() throws {
    try Scratch.with("parts-across") { folder in
      let ground = try Ground(folder)
      let source = try StubStore(["large": .init(bytes: Self.content, age: -100)])
      let destination = try StubStore { _, target in
        if target.contains("partNumber=") { usleep(50_000) }
        return nil
      }
      var order = ground.order()
      (order.sourceBucket, order.destinationBucket) = (try source.end(), try destination.end())
      let (counts, event) = Ride.whole(order, ledger: ground.ledger())
      #expect(event == nil)
      #expect(counts?.copied == 1)
      #expect(destination.bytes["large"] == Self.content)
      #expect(destination.peak > 1)
    }
  }

  @Test(
    "a download that is paused goes on with the ranges that are missing", arguments: [true, false])
  func downPaused(ofSameBoot: Bool) throws {
    try Scratch.with("parts-paused") { folder in
      let ground = try Ground(folder)
      let isOpen = Mutex(false)
      let given = Mutex(0)
      let store = try StubStore(["large": .init(bytes: Self.content, age: -100)]) { method, _ in
        guard method == "GET" else { return nil }
        // Four ranges, and then none until the run goes on.
        let number = given.withLock { given in
          given += 1
          return given
        }
        while number > 5, !isOpen.withLock({ $0 }) { usleep(10_000) }
        return nil
      }
      var order = ground.order()
      order.sourceBucket = try store.end()
      do {
        let ride = Ride(order, ledger: ground.ledger())
        defer { ride.session.close() }
        ride.session.prepare()
        #expect(ride.next() == .prepared)
        ride.session.move()
        while ride.session.progress.copiedBytes < 64 << 20 { usleep(10_000) }
        ride.session.halt()
        #expect(ride.next() == .halted)
        #expect(ride.session.progress.copiedBytes == 0)
      }
      isOpen.withLock { $0 = true }
      let before = store.log.count
      if !ofSameBoot { order = ground.order(boot: "boot 2") }
      order.sourceBucket = try store.end()
      let (counts, event) = Ride.whole(order, ledger: ground.ledger())
      #expect(event == nil)
      #expect(counts?.copied == 1)
      #expect(store.log[before...].count { $0 == "GET /bucket/large" } == 5)
      let path = ground.destination + "/large"
      #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data(Self.content))
    }
  }

  @Test("what is there of an object is of no use with the rest of another one")
  func downChanged() throws {
    try Scratch.with("parts-changed") { folder in
      let ground = try Ground(folder)
      let other = [8] + Self.content
      let given = Mutex(0)
      let change = Mutex<(@Sendable () -> Void)?>(nil)
      let store = try StubStore(["large": .init(bytes: Self.content, age: -100)]) {
        method, target in
        guard method == "GET", target == "/bucket/large" else { return nil }
        let number = given.withLock { given in
          given += 1
          return given
        }
        if number == 3 { change.withLock { $0 }?() }
        return nil
      }
      change.withLock { $0 = { store.replace("large", .init(bytes: other, age: -50)) } }
      var order = ground.order()
      order.sourceBucket = try store.end()
      let (counts, event) = Ride.whole(order, ledger: ground.ledger())
      #expect(event == nil)
      #expect(counts?.copied == 1)
      let path = ground.destination + "/large"
      #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data(other))
      #expect(try FileManager.default.contentsOfDirectory(atPath: ground.destination) == ["large"])
      change.withLock { $0 = nil }
    }
  }

  @Test("an object that fails for good leaves nothing behind")
  func downFails() throws {
    try Scratch.with("parts-fail") { folder in
      let ground = try Ground(folder)
      let given = Mutex(0)
      let store = try StubStore(["large": .init(bytes: Self.content, age: -100)]) {
        method, target in
        guard method == "GET", target == "/bucket/large" else { return nil }
        return given.withLock { given in
          given += 1
          return given > 4 ? 403 : nil
        }
      }
      var order = ground.order()
      order.sourceBucket = try store.end()
      let (counts, event) = Ride.whole(order, ledger: ground.ledger())
      #expect(event == nil)
      #expect(counts?.failed == 1)
      #expect(try FileManager.default.contentsOfDirectory(atPath: ground.destination) == [])
    }
  }

  @Test(
    "an upload whose parts the store does not know is begun anew, and not for ever",
    arguments: [1, 100])
  func invalidPart(times: Int) throws {
    try Scratch.with("parts-invalid") { folder in
      let ground = try Ground(folder)
      try Tree.write(ground.source, "large", Self.content)
      let refused = Mutex(0)
      let store = try StubStore(
        says: { method, target in
          guard method == "POST", target.contains("uploadId=") else { return nil }
          return refused.withLock { refused in
            refused += 1
            guard refused <= times else { return nil }
            return (400, "<Error><Code>InvalidPart</Code><Message>no</Message></Error>")
          }
        })
      var order = ground.order()
      order.destinationBucket = try store.end()
      let (counts, event) = Ride.whole(order, ledger: ground.ledger())
      #expect(event == nil)
      #expect(counts?.copied == (times == 1 ? 1 : 0))
      #expect(store.log.count { $0 == "DELETE /bucket/large?uploadId=up" } == (times == 1 ? 1 : 3))
      if times == 1 { #expect(store.bytes["large"] == Self.content) }
    }
  }
}
