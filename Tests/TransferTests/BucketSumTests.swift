import Foundation
import Migration
import Synchronization
import TestSupport
import Testing
import Transfer

@Suite("Sums of services, and copies inside one", .serialized)
struct BucketSumTests {
  /// Lies once to each of some requests.
  private static func liar(_ lies: [String]) -> @Sendable (String) -> Bool {
    let left = Liar(lies)
    return { request in left.isTrue(request) }
  }

  private final class Liar: Sendable {
    private let lies: Mutex<[String]>
    init(_ lies: [String]) { self.lies = Mutex(lies) }

    func isTrue(_ request: String) -> Bool {
      lies.withLock { lies in
        guard let index = lies.firstIndex(where: { request.contains($0) }) else { return true }
        lies.remove(at: index)
        return false
      }
    }
  }

  @Test("what a service has by its own sum is compared with what was sent, or has come")
  func sums() throws {
    try Scratch.with("sums") { folder in
      let ground = try Ground(folder)
      let large = [UInt8](repeating: 3, count: 130 << 20)
      let middle = [UInt8](repeating: 4, count: 1 << 20)
      for (name, bytes) in [("a", [1, 2, 3]), ("b", middle), ("c", large)] {
        try Tree.write(ground.source, name, bytes)
      }
      let up = try StubStore(
        sums: Self.liar([
          "PUT /bucket/a", "PUT /bucket/b", "partNumber=2&", "POST /bucket/c?uploadId",
        ]))
      var order = ground.order()
      order.destinationBucket = try up.end()
      let (counts, event) = Ride.whole(order, ledger: ground.ledger(1))
      #expect(event == nil)
      #expect(counts?.copied == 3)
      #expect(up.bytes == ["a": [1, 2, 3], "b": middle, "c": large])
      #expect(up.log.count { $0 == "PUT /bucket/a" } == 2)
      #expect(up.log.count { $0 == "PUT /bucket/b" } == 2)
      // Once because of the part, and all of them because of the whole.
      #expect(up.log.count { $0.contains("partNumber=2&") } == 3)
      #expect(up.log.count { $0.contains("partNumber=3&") } == 2)

      let objects = up.bytes.mapValues { StubStore.Object(bytes: $0, age: -100) }
      let down = try StubStore(objects, sums: Self.liar(["GET /bucket/a", "GET /bucket/b"]))
      var back = ground.order(run: 2)
      back.source = ground.destination
      back.sourceBucket = try down.end()
      #expect(Ride.whole(back, ledger: ground.ledger(2)).0?.copied == 3)
      #expect(down.log.count { $0 == "GET /bucket/a" } == 2)
      #expect(down.log.count { $0 == "GET /bucket/b" } == 2)
      for (name, bytes) in up.bytes {
        let path = ground.destination + "/" + name
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data(bytes))
      }
    }
  }

  @Test("an object that a service cannot copy at once is copied in parts, and nothing is carried")
  func inside() throws {
    try Scratch.with("inside") { folder in
      let ground = try Ground(folder)
      let store = try StubStore([
        "from/a": .init(bytes: [1], age: -100),
        "from/b": .init(bytes: [2, 3], age: -100, listedSize: 6 << 30),
      ])
      var order = ground.order()
      order.sourceBucket = try store.end(prefix: "from/")
      order.destinationBucket = try store.end(prefix: "to/")
      order.overwrite = .alwaysAll
      let (counts, event) = Ride.whole(order, ledger: ground.ledger())
      #expect(event == nil)
      #expect(counts?.failed == 0)
      #expect(store.bytes["to/a"] == [1])
      #expect(store.bytes["to/b"] == [2, 3])
      #expect(!store.log.contains { $0.hasPrefix("GET /bucket/from/") })
      #expect(store.log.contains { $0.hasPrefix("PUT /bucket/to/b?partNumber=1&") })
    }
  }

  @Test("where a service does not copy the bytes are carried", arguments: [2, 6 << 30])
  func refused(listedSize: Int) throws {
    try Scratch.with("inside-not") { folder in
      let ground = try Ground(folder)
      let isRefused = Mutex(true)
      let store = try StubStore(
        ["from/b": .init(bytes: [2, 3], age: -100, listedSize: listedSize)],
        says: { method, target in
          let isCopy = target == "/bucket/to/b" || target.contains("partNumber")
          guard method == "PUT", isCopy else { return nil }
          return isRefused.withLock { isRefused in
            defer { isRefused = false }
            return isRefused
              ? (403, "<Error><Code>AccessDenied</Code><Message>no</Message></Error>") : nil
          }
        })
      var order = ground.order()
      order.sourceBucket = try store.end(prefix: "from/")
      order.destinationBucket = try store.end(prefix: "to/")
      order.overwrite = .alwaysAll
      let (counts, event) = Ride.whole(order, ledger: ground.ledger())
      #expect(event == nil)
      #expect(counts?.failed == 0)
      #expect(store.bytes["to/b"] == [2, 3])
      #expect(store.log.contains { $0.hasPrefix("GET /bucket/from/") })
    }
  }

  @Test("a copy inside a service that took long is not of an object that was replaced meanwhile")
  func replaced() throws {
    try Scratch.with("inside-replaced") { folder in
      let ground = try Ground(folder)
      let change = Mutex<(@Sendable () -> Void)?>(nil)
      let store = try StubStore(["from/a": .init(bytes: [1], age: -100)]) { method, target in
        guard method == "PUT", target == "/bucket/to/a" else { return nil }
        if let body = change.withLock({ $0.take() }) {
          usleep(1_200_000)
          body()
        }
        return nil
      }
      change.withLock { [weak store] in
        $0 = { store?.replace("from/a", .init(bytes: [9], age: 0)) }
      }
      var order = ground.order()
      order.sourceBucket = try store.end(prefix: "from/")
      order.destinationBucket = try store.end(prefix: "to/")
      order.overwrite = .alwaysAll
      let (counts, event) = Ride.whole(order, ledger: ground.ledger())
      #expect(event == nil)
      #expect(counts?.copied == 1)
      #expect(store.log.count { $0 == "PUT /bucket/to/a" } > 1)
      #expect(store.bytes["to/a"] == [9])
    }
  }
}
