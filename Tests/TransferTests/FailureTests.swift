import CLinux
import Foundation
import Migration
import Testing
import TestSupport

@testable import Transfer

@Suite struct FailureTests {
  @Test("a file that changes while it is copied is tried again and copied as it is then")
  func changed() throws {
    try Scratch.with("failure") { folder in
      let ground = try Ground(folder)
      try Tree.write(ground.source, "grows", [UInt8](repeating: 1, count: 4 << 20))
      var order = ground.order()
      order.throttle = Throttle(bitsPerSecond: 8 << 20)
      let ride = Ride(order, ledger: ground.ledger())
      ride.session.prepare()
      #expect(ride.next() == .prepared)
      ride.session.move()
      wait { ride.session.progress.copiedBytes > 0 }
      try Tree.write(ground.source, "grows", [1, 2, 3])
      ride.session.setThrottle(.none)
      #expect(ride.next() == .moved)
      ride.session.close()
      #expect(try ground.failures(1).isEmpty)
      #expect(
        try Tree.read(ground.destination).mapValues(\.content) == [Array("grows".utf8): [1, 2, 3]])
    }
  }

  @Test("a file that changes at each attempt fails with its own code, and leaves nothing")
  func restless() throws {
    try Scratch.with("failure") { folder in
      let ground = try Ground(folder)
      try Tree.write(ground.source, "grows", [UInt8](repeating: 1, count: 1 << 20))
      var order = ground.order()
      // Each attempt takes about half a second.
      order.throttle = Throttle(bitsPerSecond: 16 << 20)
      let ride = Ride(order, ledger: ground.ledger())
      let isOver = StopFlag()
      let source = ground.source + "/grows"
      let writer = try WorkerThread("writer") {
        var time = 0
        while !isOver.isSet {
          time += 1
          let file = open(source, O_RDONLY)
          _ = ferry_set_modified(file, Int64(time) * 1_000_000_000)
          close(file)
          usleep(5_000)
        }
      }
      ride.session.prepare()
      #expect(ride.next() == .prepared)
      ride.session.move()
      #expect(ride.next() == .moved)
      isOver.set(true)
      writer.join()
      ride.session.close()
      let failure = try #require(try ground.failures(1).first)
      #expect(failure.code == .sourceChanged && failure.attempts == 3)
      #expect(failure.text == "read source: it changed while it was copied")
      #expect(try Tree.read(ground.destination).isEmpty)
    }
  }

  @Test(
    "a full destination blocks the run; with room again it goes on where it was",
    .enabled(if: geteuid() == 0))
  func full() throws {
    try Scratch.with("failure") { folder in
      let ground = try Ground(folder)
      for number in 0..<40 {
        try Tree.write(ground.source, "f\(number)", [UInt8](repeating: 7, count: 100_000))
      }
      guard try run("mount", "-t", "tmpfs", "-o", "size=1m", "none", ground.destination) else {
        return
      }
      defer { _ = try? run("umount", ground.destination) }
      let ride = Ride(ground.order(), ledger: ground.ledger())
      ride.session.prepare()
      #expect(ride.next() == .prepared)
      ride.session.move()
      guard case .blocked(let text)? = ride.next() else {
        Issue.record("a full disk was not told")
        return
      }
      #expect(text.contains("No space left on device (ENOSPC)"))
      let before = try Tree.read(ground.destination)
      #expect(before.keys.allSatisfy { $0.first == UInt8(ascii: "f") })
      #expect(try run("mount", "-o", "remount,size=20m", ground.destination))
      ride.session.move()
      #expect(ride.next() == .moved)
      ride.session.settle()
      guard case .settled(let end)? = ride.next() else { throw Ground.Refused(event: nil) }
      let counts = end.counts
      ride.session.close()
      #expect(counts.copied == 40)
      #expect(counts.failed == 0)
      let after = try Tree.read(ground.destination)
      #expect(Tree.differences(after, try Tree.read(ground.source)) == [])
      for (key, entry) in before { #expect(after[key]?.inode == entry.inode) }
    }
  }

  @Test(
    "what an ordinary user may not read or write is told object by object",
    .enabled(if: geteuid() == 0))
  func ordinaryUser() async throws {
    await #expect(processExitsWith: .success) {
      try Scratch.with("failure") { folder in
        chmod(folder, 0o755)
        let ground = try Ground(folder)
        for path in [folder, ground.source, ground.destination] { chown(path, 65_534, 65_534) }
        precondition(setgid(65_534) == 0 && setuid(65_534) == 0)
        try Tree.write(ground.source, "closed/inside", [1])
        try Tree.write(ground.source, "guarded/new", [1])
        try Tree.write(ground.source, "unreadable", [1], mode: 0)
        try Tree.write(ground.source, "good", [1])
        chmod("\(ground.source)/closed", 0)
        chmod("\(ground.source)/guarded", 0o555)
        try Tree.folder(ground.destination, "guarded", mode: 0o555)
        let (counts, event) = Ride.whole(ground.order(), ledger: ground.ledger())
        precondition(event == nil, "\(String(describing: event))")
        let failures = try ground.failures(1).map { "\($0.key) \($0.code.rawValue) \($0.kind)" }
        precondition(
          failures == ["closed/ PermissionDenied folder", "unreadable PermissionDenied file"],
          "\(failures)")
        precondition(counts?.total == 5 && counts?.copied == 3, "\(String(describing: counts))")
        let there = try Tree.read(ground.destination)
        precondition(there[Array("guarded/".utf8)]?.mode == S_IFDIR | 0o555)
        precondition(there[Array("guarded/new".utf8)] != nil)
        // A destination that nobody may write into is the run's matter, not each object's.
        chmod(ground.destination, 0o555)
        let refused = Ride.whole(ground.order(run: 2), ledger: ground.ledger(2)).1
        guard case .blocked(let text)? = refused, text.contains("EACCES") else {
          preconditionFailure("\(String(describing: refused))")
        }
        for path in ["source/closed", "source/guarded", "destination", "destination/guarded"] {
          chmod("\(folder)/\(path)", 0o755)
        }
      }
    }
  }

  @Test("set-user-ID and set-group-ID bits are not kept, and their files are counted")
  func maskedModes() throws {
    try Scratch.with("failure") { folder in
      let ground = try Ground(folder)
      for (name, mode) in [("user", 0o4755), ("group", 0o2750), ("both", 0o6711)] as [(String, mode_t)] {
        try Tree.write(ground.source, name, [1])
        chmod("\(ground.source)/\(name)", mode)
      }
      try Tree.write(ground.source, "large", [UInt8](repeating: 1, count: 200_000))
      chmod("\(ground.source)/large", 0o4500)
      try Tree.write(ground.source, "plain", [1], mode: 0o1644)
      try Tree.folder(ground.source, "folder", mode: 0o3775)
      let (end, event) = Ride.end(ground.order(), ledger: ground.ledger())
      #expect(end?.counts.copied == 6, "\(String(describing: event))")
      #expect(end?.masked == 4)
      let there = try Tree.read(ground.destination).mapValues { $0.mode & 0o7777 }
      for (key, mode) in [
        ("user", 0o755), ("group", 0o750), ("both", 0o711), ("large", 0o500), ("plain", 0o1644),
        ("folder/", 0o1775),
      ] as [(String, UInt32)] {
        #expect(there[Array(key.utf8)] == mode, "\(key)")
      }
      // What is there already is not copied, and not counted again.
      let again = Ride.end(ground.order(run: 2), ledger: ground.ledger(2)).0
      #expect(again?.counts.skipped == 6)
      #expect(again?.masked == 0)
    }
  }

  private func run(_ command: String...) throws -> Bool {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus == 0
  }
}
