import Foundation
import Migration
import Synchronization
import TestSupport
import Testing

@testable import Transfer

@Suite("Lists that are read ahead", .serialized)
struct ListAheadTests {
  @Test(
    "whatever the keys are like, all of them come once, in their order, by several requests at once"
  )
  func order() throws {
    var random = SeededRandom(seed: 3)
    let hex: [String] = (0..<15_000).map { _ in String(random.next(), radix: 16) }
    let layouts: [(String, [String])] = [
      ("flat", (0..<15_000).map { "object-\($0 + 1_000_000).dat" }),
      ("folders", (0..<15_000).map { "folder-\($0 / 500 + 1_000)/object-\($0 + 100_000)" }),
      ("one large folder", (0..<15_000).map { $0 < 2_000 ? "a\($0)/x" : "m/\($0 + 100_000)" }),
      ("random", Array(Set(hex))),
      ("dates", (0..<15_000).map { "log/2024-\($0 % 12 + 10)-\($0 % 27 + 10)/\($0)" }),
      ("not of letters", (0..<15_000).map { "\u{65E5}\u{672C}/\($0 % 7)/\u{8A9E}\($0)" }),
      ("few", ["a", "b"]), ("none", []),
    ]
    for (name, keys) in layouts {
      let store = try KeyStore(keys)
      let found = try store.list()
      #expect(found == keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }, "\(name)")
      let pages = keys.count / 1_000 + 1
      #expect(store.requests <= pages * 3 / 2 + 16, "\(name): \(store.requests) of \(pages)")
      print("list of \(name): \(store.requests) requests for \(pages) pages, \(store.peak) at once")
      if name == "flat" || name == "folders" || name == "random" {
        #expect(store.peak > 1, "\(name)")
      }
    }
  }

  @Test("a list goes on after a key")
  func after() throws {
    let keys = (0..<5_000).map { "k\($0 + 10_000)" }
    let store = try KeyStore(keys)
    #expect(try store.list(after: "k12345") == Array(keys[2_346...]))
  }

  @Test("what cannot be read ends the list where it is, with all keys before it")
  func failure() throws {
    let keys = (0..<40_000).map { "k\($0 + 100_000)" }
    for number in [1, 2, 9, 20] {
      let store = try KeyStore(keys, failAt: number)
      var found: [String] = []
      #expect(throws: ObjectError.self) { try store.list { found.append($0) } }
      #expect(found == Array(keys.prefix(found.count)))
    }
  }

  @Test("who stops in the middle waits for nobody")
  func abandoned() throws {
    let keys = (0..<40_000).map { "k\($0 + 100_000)" }
    let store = try KeyStore(keys)
    var found = 0
    let listing = try store.listing()
    while found < 1_500, try listing.advance() { found += 1 }
    #expect(found == 1_500)
  }

  @Test("no more is read ahead than has room")
  func bounded() throws {
    let name = String(repeating: "x", count: 900)
    let store = try KeyStore((0..<60_000).map { "\($0 + 100_000)\(name)" }, delay: 0)
    let listing = try store.listing()
    #expect(try listing.advance())
    var before = -1
    // Until nothing more comes.
    while before != store.requests {
      before = store.requests
      usleep(300_000)
    }
    // A page has a million bytes.
    #expect(store.requests < 40)
    var count = 1
    while try listing.advance() { count += 1 }
    #expect(count == 60_000)
  }
}

/// A store that has nothing but keys, and takes its time.
private final class KeyStore: Sendable {
  private struct Counts {
    var requests = 0
    var active = 0
    var peak = 0
  }

  private final class Counter: Sendable {
    let counts = Mutex(Counts())

    func begin() -> Int {
      counts.withLock { counts in
        counts.requests += 1
        counts.active += 1
        counts.peak = max(counts.peak, counts.active)
        return counts.requests
      }
    }

    func end() { counts.withLock { $0.active -= 1 } }
  }

  private let counter: Counter
  private let server: StubServer

  init(_ keys: [String], delay: useconds_t = 5_000, failAt: Int = .max) throws {
    let sorted = keys.map { Array($0.utf8) }.sorted { $0.lexicographicallyPrecedes($1) }
    let counter = Counter()
    self.counter = counter
    server = try StubServer { request, connection in
      let number = counter.begin()
      defer { counter.end() }
      usleep(delay)
      if number == failAt { return connection.answer(403) }
      let body = Self.page(of: sorted, after: Self.start(request.target))
      return connection.answer(200, body: Array(body.utf8))
    }
  }

  var requests: Int { counter.counts.withLock(\.requests) }
  var peak: Int { counter.counts.withLock(\.peak) }

  private static func start(_ target: String) -> [UInt8] {
    let query = URLComponents(string: target)?.percentEncodedQueryItems ?? []
    let item =
      query.first { $0.name == "continuation-token" } ?? query.first { $0.name == "start-after" }
    return Array((item?.value?.removingPercentEncoding ?? "").utf8)
  }

  private static func page(of sorted: [[UInt8]], after: [UInt8]) -> String {
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      let isBehind = after.lexicographicallyPrecedes(sorted[middle])
      (low, high) = isBehind ? (low, middle) : (middle + 1, high)
    }
    let page = sorted[low..<min(sorted.count, low + 1_000)]
    var text = "<ListBucketResult>"
    for key in page {
      text += "<Contents><Key>\(String(decoding: key, as: UTF8.self))</Key><Size>1</Size>"
      text += "<LastModified>2020-01-01T00:00:00Z</LastModified></Contents>"
    }
    if low + 1_000 < sorted.count, let last = page.last {
      text += "<IsTruncated>true</IsTruncated><NextContinuationToken>"
      text += "\(String(decoding: last, as: UTF8.self))</NextContinuationToken>"
    }
    return text + "</ListBucketResult>"
  }

  func listing(after key: String? = nil) throws -> BucketListing {
    guard let kind = ServiceKind.named("s3") else { throw StubError(text: "no such service") }
    let place = BucketPlace(kind: kind, bucket: "bucket", domain: server.url, isPathStyle: true)
    let end = BucketEnd(place) { nil }
    let client = try BucketClient(end, .source, StopFlag())
    return BucketListing(
      client, Patience(), after: key.map { ObjectKey(Array($0.utf8)) }
    ) { (over) throws(ObjectError) in
      try BucketClient(end, .source, StopFlag(), or: over)
    }
  }

  func list(after key: String? = nil, _ take: (String) -> Void) throws {
    let listing = try listing(after: key)
    while try listing.advance() { take(String(decoding: listing.key, as: UTF8.self)) }
  }

  func list(after key: String? = nil) throws -> [String] {
    var found: [String] = []
    try list(after: key) { found.append($0) }
    return found
  }
}
