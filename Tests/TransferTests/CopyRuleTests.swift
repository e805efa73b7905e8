import CLinux
import Foundation
import Migration
import TestSupport
import Testing

@testable import Transfer

@Suite struct CopyRuleTests {
  @Test(
    "holes stay holes, wherever they are", arguments: [CopyRule.Verify.size, .checksum, .crc64])
  func holes(verify: CopyRule.Verify) throws {
    try Scratch.with("rule") { folder in
      let ground = try Ground(folder)
      let mebi: Int64 = 1 << 20
      // Data at these offsets; the last is the size.
      let cases: [(String, [Int64], Int64)] = [
        ("begin", [8 * mebi], 9 * mebi), ("end", [0], 20 * mebi), ("none", [], 5 * mebi),
        ("middle", [0, 4 * mebi, 12 * mebi + 5], 16 * mebi + 77),
        ("large", [0, 30 * mebi], 70 * mebi),
      ]
      for (name, places, size) in cases {
        let file = open(ground.source + "/" + name, O_RDWR | O_CREAT, 0o600)
        try #require(file >= 0 && ftruncate(file, Int(size)) == 0)
        for place in places {
          let bytes = [UInt8](repeating: 0xAB, count: 100_000)
          try #require(pwrite(file, bytes, bytes.count, Int(place)) == bytes.count)
        }
        close(file)
      }
      var order = ground.order()
      order.rule.verify = verify
      let counts = try #require(Ride.whole(order, ledger: ground.ledger()).0)
      #expect(counts.failed == 0 && counts.copied == Int64(cases.count))
      for (name, places, size) in cases {
        var facts = FileFacts()
        let file = open(ground.destination + "/" + name, O_RDONLY)
        #expect(
          ferry_stat(file, &facts) == 0 && facts.size == size)
        close(file)
        #expect(
          facts.allocated <= Int64(places.count) * 256 << 10, "\(name) takes \(facts.allocated)")
      }
      #expect(
        Tree.differences(try Tree.read(ground.source), try Tree.read(ground.destination)) == [])
    }
  }

  @Test("set modes are those of all files and folders, and are no reason to copy again")
  func modes() throws {
    try Scratch.with("rule") { folder in
      let ground = try Ground(folder)
      try Tree.write(ground.source, "a/b/file", [1], mode: 0o777)
      try Tree.folder(ground.source, "empty")
      var order = ground.order()
      (order.rule.fileMode, order.rule.folderMode) = (0o640, 0o2750 & 0o1777)
      #expect(Ride.whole(order, ledger: ground.ledger()).0?.copied == 4)
      for (key, entry) in try Tree.read(ground.destination) {
        #expect(entry.mode & 0o7777 == (key.last == UInt8(ascii: "/") ? 0o750 : 0o640))
      }
      order.run = 2
      #expect(Ride.whole(order, ledger: ground.ledger(2)).0?.skipped == 4)
    }
  }

  @Test("absolute targets in the source lead into the destination, all others stay")
  func links() throws {
    try Scratch.with("rule") { folder in
      let ground = try Ground(folder)
      try Tree.write(ground.source, "file")
      let targets = [
        ("in", ground.source + "/file", ground.destination + "/file"),
        ("root", ground.source, ground.destination),
        ("beside", ground.source + "2/file", ground.source + "2/file"),
        ("relative", "file", "file"), ("out", "/etc/hosts", "/etc/hosts"),
      ]
      for (name, target, _) in targets { try Tree.link(ground.source, name, to: target) }
      var order = ground.order()
      order.rule.convertsLinks = true
      #expect(Ride.whole(order, ledger: ground.ledger()).0?.failed == 0)
      let found = try Tree.read(ground.destination)
      for (name, _, target) in targets {
        #expect(found[Array(name.utf8)]?.content == Array(target.utf8), "\(name)")
      }
      order.run = 2
      #expect(Ride.whole(order, ledger: ground.ledger(2)).0?.skipped == 6)
    }
  }

  @Test("owner and group are kept where the daemon may", .enabled(if: geteuid() == 0))
  func owners() throws {
    try Scratch.with("rule") { folder in
      let ground = try Ground(folder)
      try Tree.write(ground.source, "a/file")
      try Tree.link(ground.source, "link", to: "a")
      for (name, id) in [("a", 12_345), ("a/file", 12_346), ("link", 12_347)] {
        try #require(lchown(ground.source + "/" + name, uid_t(id), gid_t(id + 10)) == 0)
      }
      var order = ground.order()
      order.rule.keepsOwner = true
      #expect(Ride.whole(order, ledger: ground.ledger()).0?.failed == 0)
      for (name, id) in [("a", 12_345), ("a/file", 12_346), ("link", 12_347)] {
        var status = stat()
        #expect(lstat(ground.destination + "/" + name, &status) == 0)
        #expect(status.st_uid == uid_t(id) && status.st_gid == gid_t(id + 10), "\(name)")
      }
      #expect(
        Tree.differences(try Tree.read(ground.source), try Tree.read(ground.destination)) == [])
    }
  }

  @Test("attributes of users are kept, on files and folders, or the run says that they cannot be")
  func attributes() throws {
    try Scratch.with("rule") { folder in
      let ground = try Ground(folder)
      try Tree.write(ground.source, "a/file", [1], mode: 0o400)
      let value = [UInt8]("grün\0".utf8)
      let isKept = Attributes.set(ground.source + "/a", "user.colour", value)
      _ = Attributes.set(ground.source + "/a/file", "user.colour", value)
      var order = ground.order()
      order.rule.keepsAttributes = true
      let (counts, event) = Ride.whole(order, ledger: ground.ledger())
      guard isKept else {
        guard case .blocked(let text)? = event else {
          Issue.record("the file system keeps none, and nobody was told")
          return
        }
        #expect(text.contains("PreserveXattrs=yes") && text.contains("keeps no attributes"))
        return
      }
      #expect(counts?.failed == 0)
      for name in ["/a", "/a/file"] {
        #expect(Attributes.get(ground.destination + name, "user.colour") == value)
      }
      #expect(
        Tree.differences(try Tree.read(ground.source), try Tree.read(ground.destination)) == [])
    }
  }

  @Test("a run that stops inside a large file goes on in it, after a restart too")
  func part() throws {
    try Scratch.with("rule") { folder in
      let ground = try Ground(folder)
      let size = Int(PartialCopy.leastSize) + 12_345
      let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 13) }
      try Tree.write(ground.source, "large", bytes)
      var order = ground.order()
      // 8 MB a second: it is a matter of some seconds.
      order.throttle = Throttle(bitsPerSecond: 64_000_000)
      order.rule.verify = .checksum
      var ride = Ride(order, ledger: ground.ledger())
      ride.session.prepare()
      #expect(ride.next() == .prepared)
      ride.session.move()
      wait { ride.session.progress.copiedBytes > 4 << 20 }
      ride.session.halt()
      #expect(ride.next() == .halted)
      ride.session.close()
      let part = try #require(try Tree.read(ground.destination).first)
      #expect(part.value.content.count > 4 << 20)
      // What goes on is the same file: bytes that are changed in the part stay, to be found.
      ride = Ride(order, ledger: ground.ledger())
      ride.session.prepare()
      #expect(ride.next() == .prepared)
      ride.session.setThrottle(.none)
      ride.session.move()
      #expect(ride.next() == .moved)
      ride.session.settle()
      guard case .settled(let end)? = ride.next() else { throw Ground.Refused(event: nil) }
      ride.session.close()
      #expect(end.counts.copied == 1 && end.counts.copiedBytes == Int64(size))
      let found = try Tree.read(ground.destination)
      #expect(found.count == 1 && found[Array("large".utf8)]?.inode == part.value.inode)
      #expect(found[Array("large".utf8)]?.content == bytes)
    }
  }

  @Test("a part of a file that has changed since is not gone on with; a closed run leaves none")
  func worthless() throws {
    try Scratch.with("rule") { folder in
      let ground = try Ground(folder)
      let size = Int(PartialCopy.leastSize)
      try Tree.write(ground.source, "large", [UInt8](repeating: 1, count: size))
      var order = ground.order()
      order.throttle = Throttle(bitsPerSecond: 64_000_000)
      let ride = Ride(order, ledger: ground.ledger())
      ride.session.prepare()
      #expect(ride.next() == .prepared)
      ride.session.move()
      wait { ride.session.progress.copiedBytes > 2 << 20 }
      ride.session.halt()
      #expect(ride.next() == .halted)
      let part = try #require(try Tree.read(ground.destination).first)
      let content = [UInt8](repeating: 2, count: size)
      try Tree.write(ground.source, "large", content, modified: 1_700_000_000_000_000_000)
      ride.session.move()
      wait { ride.session.progress.copiedBytes > 1 << 20 }
      ride.session.halt()
      #expect(ride.next() == .halted)
      let second = try #require(try Tree.read(ground.destination).first)
      #expect(second.value.inode != part.value.inode)
      #expect(second.value.content.allSatisfy { $0 == 2 })
      ride.session.settle()
      guard case .settled? = ride.next() else { throw Ground.Refused(event: nil) }
      ride.session.close()
      #expect(try Tree.read(ground.destination).isEmpty)
    }
  }
}
