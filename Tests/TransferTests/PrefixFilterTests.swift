import Foundation
import Migration
import TestSupport
import Testing

@testable import Transfer

@Suite struct PrefixFilterTests {
  @Test("only keys with one of the beginnings are moved, byte by byte")
  func moved() throws {
    try Scratch.with("prefix") { folder in
      let ground = try Ground(folder)
      for key in [
        "a/one", "ab/two", "b/c/d/three", "b/c/four", "b/x/five", "top", "tops", "z/1",
      ] {
        try Tree.write(ground.source, key)
      }
      try Tree.folder(ground.source, "b/c/empty")
      var order = ground.order()
      order.filter.prefixes = ["a/", "b/c/d", "b/c/e", "top", "nothing/"].map { ObjectKey($0) }
      order.filter.excludeKeys = ["tops"]
      let counts = try #require(Ride.whole(order, ledger: ground.ledger()).0)
      #expect(counts.failed == 0)
      let there = try Tree.read(ground.destination).keys.map {
        String(decoding: $0, as: UTF8.self)
      }
      #expect(
        there.sorted() == [
          "a/", "a/one", "b/", "b/c/", "b/c/d/", "b/c/d/three", "b/c/empty/", "top",
        ])
    }
  }

  @Test("a folder that no such key can lie in is not even opened")
  func notOpened() throws {
    var filter = ObjectFilter()
    filter.prefixes = [ObjectKey("b/c/d"), ObjectKey([0xE9, 0x2F])]
    let sieve = try ObjectSieve(filter)
    let table: [(folder: [UInt8], isLeftOut: Bool)] = [
      (Array("a/".utf8), true), (Array("b/".utf8), false), (Array("b/c/".utf8), false),
      (Array("b/c/dd/".utf8), false), (Array("b/c/e/".utf8), true), (Array("bb/".utf8), true),
      ([0xE9, 0x2F], false), ([0xC3, 0xA9, 0x2F], true),
    ]
    for entry in table {
      #expect(sieve.leavesOutAll(in: entry.folder) == entry.isLeftOut, "\(entry.folder)")
    }
    try Scratch.with("prefix") { folder in
      let ground = try Ground(folder)
      try Tree.write(ground.source, "shut/x")
      try Tree.write(ground.source, "open/x")
      #expect(chmod("\(ground.source)/shut", 0) == 0)
      defer { chmod("\(ground.source)/shut", 0o700) }
      var order = ground.order()
      order.filter.prefixes = [ObjectKey("open/")]
      let counts = try #require(Ride.whole(order, ledger: ground.ledger()).0)
      #expect(counts.failed == 0 && counts.total == 2)
    }
  }
}
