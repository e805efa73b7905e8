import Migration
import Store
import TestSupport
import Testing

@testable import Transfer

@Suite struct DifferingTests {
  private static let large = 3 << 20

  @Test("what has other bytes is copied, whatever its time, and what has the same is left alone")
  func bytesDecide() throws {
    try Scratch.with("differing") { folder in
      let ground = try Ground(folder)
      let bytes = (0..<Self.large).map { UInt8(truncatingIfNeeded: $0 / 7) }
      var late = bytes
      late[Self.large - 1] ^= 1
      for (key, source, destination) in [
        ("same", [1], [1]), ("other", [1], [2]), ("empty", [], []), ("longer", [1, 2], [1]),
        ("large/same", bytes, bytes), ("large/late", bytes, late),
      ] as [(String, [UInt8], [UInt8])] {
        try Tree.write(ground.source, key, source, modified: 1_000)
        // Newer, as a rule that goes by times would leave it.
        try Tree.write(ground.destination, key, destination, modified: 9_000)
      }
      try Tree.write(ground.source, "absent", [7], modified: 1_000)
      let before = try Tree.read(ground.destination)
      let counts = try ground.run(.alwaysDiffering, 1)
      let after = try Tree.read(ground.destination)
      for key in ["same", "empty", "large/same"] {
        #expect(after[Array(key.utf8)]?.inode == before[Array(key.utf8)]?.inode, "\(key)")
      }
      let source = try Tree.read(ground.source)
      for (key, entry) in source where key.last != 47 {
        #expect(after[key]?.content == entry.content, "\(String(decoding: key, as: UTF8.self))")
      }
      let written = ["other", "longer", "large/late", "absent"]
      for key in written { #expect(after[Array(key.utf8)]?.modified == 1_000, "\(key)") }
      #expect(counts.copied == counts.total && counts.failed == 0, "\(counts)")
      #expect(counts.skippedBytes == Int64(1 + Self.large))
      // The folder is skipped as well if both were made within a tick of the clock.
      #expect((3...4).contains(counts.skipped))
      let again = try ground.run(.alwaysDiffering, 2)
      #expect(again.skipped == again.total, "\(again)")
    }
  }

  @Test("a dry run says which are to be read, and a folder in the way fails as ever")
  func aheadOfTime() throws {
    try Scratch.with("differing") { folder in
      let ground = try Ground(folder)
      try Tree.write(ground.source, "a", [1])
      try Tree.write(ground.destination, "a", [2], modified: 9_000)
      try Tree.write(ground.source, "b", [1])
      try Tree.write(ground.destination, "b/in", [2])
      let order = ground.order(.alwaysDiffering)
      let comparison = ObjectComparison(order, .exact)
      let facts = ObjectFacts(kind: .file, size: 1, modified: 5, mode: 0o644)
      #expect(comparison.reason(facts, over: facts) == .unread)
      let counts = try ground.run(.alwaysDiffering, 1)
      #expect(counts.failed == 1)
      #expect(try ground.failures(1).map(\.code) == [.isADirectory])
    }
  }

  @Test("with a bucket on a side its list decides: size and time")
  func buckets() throws {
    let kind = try #require(ServiceKind.named("s3"))
    var order = MoveOrder(
      job: "j", run: 1, source: "/s", destination: "b", overwrite: .alwaysDiffering, boot: "b")
    #expect(ObjectComparison(order, .exact).overwrite == .alwaysDiffering)
    order.destinationBucket = BucketEnd(BucketPlace(kind: kind, bucket: "bucket")) { nil }
    #expect(ObjectComparison(order, .exact).overwrite == .alwaysChanged)
  }
}
