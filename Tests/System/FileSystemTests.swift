import Foundation
import TestSupport
import Testing

@Suite(
  .enabled(if: System.isAskedFor, System.how), .enabled(if: System.isRoot, System.needsRoot),
  .daemonLog, .serialized)
struct FileSystemTests {
  @Test("a mixed tree goes from each file system to each other, and a second run copies nothing")
  func pairs() throws {
    try DaemonFixture.with("pairs") { fixture in
      var disks: [Disk] = []
      for kind in Disk.kinds(fixture) {
        let disk = try Disk(kind, at: "\(fixture.folder)/\(kind)", fixture)
        disks.append(disk)
        try MixedTree.make(try fixture.makeFolder("\(kind)/source"))
        try fixture.writeAddress("from-\(kind)", disk.path + "/source")
      }
      for (from, to) in disks.flatMap({ from in disks.map { (from.kind, $0.kind) } }) {
        let folder = try fixture.makeFolder("\(to)/of-\(from)")
        try fixture.writeAddress("\(from)-in-\(to)", folder)
        try fixture.writeJob("\(from)-to-\(to)", from: "from-\(from)", to: "\(from)-in-\(to)")
      }
      try fixture.start()
      let jobs = disks.flatMap { from in disks.map { (from, $0) } }
      for (from, to) in jobs { try fixture.done("start-job", "\(from.kind)-to-\(to.kind)") }
      for (from, to) in jobs {
        let pair = "\(from.kind)-to-\(to.kind)"
        #expect(try fixture.wait(for: "FINISHED", of: pair), "\(pair)")
        let (source, copy) = (from.path + "/source", "\(to.path)/of-\(from.kind)")
        let tree = try Tree.read(source)
        #expect(Tree.differences(tree, try Tree.read(copy)) == [], "\(pair)")
        let diff = ["/usr/bin/diff", "-r", "--no-dereference", "--exclude=deep", source, copy]
        #expect(try fixture.run(diff).status == 0, "\(pair)")
        #expect(try MixedTree.allocated(copy) <= 4 << 20, "\(pair): holes were filled")
        let end = try fixture.newest(pair)
        #expect(end["CopiedCount"].number == tree.count, "\(pair)")
        #expect(end["FailedCount"].number == 0, "\(pair)")
        try fixture.done("start-job", pair, "--wait")
        let second = try fixture.newest(pair, run: 2)
        #expect(second["SkippedCount"].number == tree.count, "\(pair)")
        #expect(second["TotalCount"].number == tree.count, "\(pair)")
      }
      print("file systems: \(jobs.count) pairs of \(disks.map(\.kind.rawValue))")
      #expect(fixture.stop() == 0)
    }
  }

  @Test("times that the destination cannot keep are cut once, not copied in every run")
  func times() throws {
    try DaemonFixture.with("times") { fixture in
      guard Disk.kinds(fixture).contains(.ext4) else { return }
      // 1901 to 2038, in whole seconds.
      let disk = try Disk(
        .ext4, at: fixture.folder + "/destination", making: ["-I", "128"], fixture)
      rmdir(disk.path + "/lost+found")
      try fixture.makePair()
      for time in [
        -2_500_000_000_000_000_001, -1, 1_600_000_000_123_456_789, 2_600_000_000_000_000_001,
      ] {
        try Tree.write(
          fixture.folder + "/source", Array("\(time)".utf8), [1], modified: Int64(time))
      }
      try fixture.start()
      try fixture.done("start-job", "job", "--wait")
      try fixture.done("start-job", "job", "--wait")
      #expect(try fixture.newest(run: 2)["SkippedCount"].number == 4)
      fixture.kill()
    }
  }

  @Test(
    "a destination that is full again and again loses nothing, and the counts are right",
    arguments: [Disk.Kind.ext4, .btrfs])
  func full(kind: Disk.Kind) throws {
    try DaemonFixture.with("fill") { fixture in
      guard Disk.kinds(fixture).contains(kind) else { return }
      let disk = try Disk(
        kind, at: fixture.folder + "/destination", mebibytes: 64,
        making: kind == .btrfs ? ["--mixed"] : [], fixture)
      var random = SeededRandom(seed: 51)
      let ballast = try fixture.makeFolder("destination/ballast")
      for number in 0..<5 {
        // All that is left is filled by the first of them that does not fit.
        try? Tree.write(ballast, Array("\(number)".utf8), Tree.bytes(9 << 20, &random))
      }
      try expectRounds(fixture, disk, &random) { round in unlink("\(ballast)/\(round)") }
    }
  }

  @Test("a quota that is used up again and again loses nothing, and the counts are right")
  func quota() throws {
    try DaemonFixture.with("quota") { fixture in
      guard Disk.kinds(fixture).contains(.btrfs) else { return }
      let disk = try Disk(.btrfs, at: fixture.folder + "/destination", mebibytes: 160, fixture)
      for words in [["quota", "enable"], ["qgroup", "limit", "8M"]] {
        let said = try fixture.run(["/usr/bin/env", "btrfs"] + words + [disk.path])
        try #require(said.status == 0, "\(said)")
      }
      var random = SeededRandom(seed: 52)
      try expectRounds(fixture, disk, &random, word: "quota") { round in
        let size = "\(8 + 9 * (round + 1))M"
        _ = try fixture.run(["/usr/bin/env", "btrfs", "qgroup", "limit", size, disk.path])
      }
    }
  }

  /// Runs a job again and again until it ends: each time it is stopped there is made some room.
  private func expectRounds(
    _ fixture: DaemonFixture, _ disk: Disk, _ random: inout SeededRandom,
    word: String = "No space left on device", makeRoom: (Int) throws -> Void
  ) throws {
    try fixture.makePair()
    try Texts.write(
      "[Address]\nType=local\nPrefix=\(disk.path)/copy/\n",
      to: fixture.etc + "/addresses.d/dst.address")
    for number in 0..<300 {
      let size = Int.random(in: 0...(number % 60 == 0 ? 3 << 20 : 160_000), using: &random)
      try Tree.write(
        fixture.folder + "/source", Array("d\(number % 9)/f\(number)".utf8),
        Tree.bytes(size, &random))
    }
    try fixture.start()
    var blocked = 0
    while try fixture.ferry("start-job", "job", "--wait").status != 0 {
      try #require(fixture.daemon?.isRunning == true && blocked < 8)
      let job = try fixture.ferry("get-job", "job", "--json").data
      #expect(job["Status"].text == "IMPORT_JOB_SUSPEND")
      #expect(job["Attention"].text.contains(word), "\(job["Attention"].text)")
      try makeRoom(blocked)
      blocked += 1
    }
    print("file systems: \(disk.kind) was full \(blocked) times in one run")
    #expect(blocked >= 2)
    let source = try Tree.read(fixture.folder + "/source")
    let end = try fixture.newest()
    #expect(end["Status"].text == "IMPORT_JOB_FINISHED")
    #expect(end["TotalCount"].number == source.count)
    #expect(end["CopiedCount"].number == source.count)
    #expect(end["FailedCount"].number == 0)
    #expect(end["CopiedSize"].number == Int64(source.values.reduce(0) { $0 + $1.size }))
    #expect(Tree.differences(source, try Tree.read(disk.path + "/copy")) == [])
    fixture.kill()
  }
}
