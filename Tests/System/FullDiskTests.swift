import Foundation
import TestSupport
import Testing

@Suite(
  .enabled(if: System.isAskedFor, System.how), .enabled(if: System.isRoot, System.needsRoot),
  .daemonLog)
struct FullDiskTests {
  @Test(
    "a full state folder: requests are refused, the daemon lives, and goes on when there is room")
  func state() throws {
    try DaemonFixture.with("full") { fixture in
      try fixture.makePair()
      try Tree.write(fixture.folder + "/source", Array("one".utf8), [1])
      try withSmallDisk(fixture.folder + "/small", mebibytes: 3, fixture) { disk in
        fixture.state = disk + "/state"
        try Texts.write("[Daemon]\nMinFreeSpace=0\n", to: fixture.etc + "/ferryd.conf")
        try fixture.start()
        try fixture.done("start-job", "job", "--wait")
        try fill(disk)
        // What the log has room for already is still taken.
        var refused: DaemonFixture.Said?
        for number in 0..<400 where refused == nil {
          let said = try fixture.ferry(
            "create-address", "address-\(number)", "--address-type=local",
            "--prefix=/srv/\(String(repeating: "x", count: 3_000))/", "--json")
          if said.status != 0 { refused = said }
        }
        #expect(refused?.status == 1)
        #expect(
          refused?.json["ErrorCode"].text == "ServiceUnavailable", "\(String(describing: refused))")
        #expect(refused?.json["StatusCode"].number == 503)
        let words = refused?.json["ErrorMsg"].text ?? ""
        #expect(words.contains("room") || words.contains("full"), "\(words)")
        try fixture.done("status")
        #expect(try fixture.ferry("start-job", "job", "--json").status == 1)
        #expect(try fixture.status() == "FINISHED")
        #expect(fixture.daemon?.isRunning == true)

        unlink(disk + "/filler")
        try fixture.done("create-address", "after", "--address-type=local", "--prefix=/srv/")
        try fixture.done("start-job", "job", "--wait")
        #expect(try fixture.newest(run: 2)["SkippedCount"].number == 1)
        #expect(fixture.stop() == 0)
        try fixture.start()
        try fixture.done("get-address", "after")
        fixture.kill()
      }
    }
  }

  @Test("a full destination pauses the run with a word; with room a start ends it right")
  func destination() throws {
    try DaemonFixture.with("nospace") { fixture in
      _ = try fixture.makeFolder("destination")
      try withSmallDisk(fixture.folder + "/destination", mebibytes: 4, fixture) { disk in
        try fixture.makePair()
        var random = SeededRandom(seed: 3)
        for number in 0..<60 {
          try Tree.write(
            fixture.folder + "/source", Array("d\(number % 5)/f\(number)".utf8),
            Tree.bytes(100_000, &random))
        }
        try fixture.start()
        let said = try fixture.ferry("start-job", "job", "--wait")
        #expect(said.status == 1, "\(said)")
        #expect(try fixture.status() == "SUSPEND")
        let attention = try fixture.ferry("get-job", "job", "--json").data["Attention"].text
        #expect(attention.contains("No space left on device"), "\(attention)")
        #expect(attention.contains(disk), "\(attention)")
        #expect(attention.contains("start the job to go on"), "\(attention)")
        #expect(try Tree.temporaries(disk) == [])

        try fixture.run(["/usr/bin/mount", "-o", "remount,size=16m", disk])
        try fixture.done("start-job", "job", "--wait")
        let end = try fixture.newest()
        #expect(end["Status"].text == "IMPORT_JOB_FINISHED")
        #expect(end["TotalCount"].number == 65)
        #expect(end["CopiedCount"].number == 65)
        #expect(end["FailedCount"].number == 0)
        #expect(try fixture.diff() == "")
        #expect(try Tree.temporaries(disk) == [])
        fixture.kill()
      }
    }
  }

  private func withSmallDisk(
    _ path: String, mebibytes: Int, _ fixture: DaemonFixture, _ body: (String) throws -> Void
  ) throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    let said = try fixture.run([
      "/usr/bin/mount", "-t", "tmpfs", "-o", "size=\(mebibytes)m", "ferry-test", path,
    ])
    try #require(said.status == 0, "\(said)")
    defer {
      fixture.kill()
      // Lazily: a program that another test has just started may hold a copy of a descriptor.
      _ = try? fixture.run(["/usr/bin/umount", "-l", path])
    }
    try body(path)
  }

  private func fill(_ disk: String) throws {
    let file = open(disk + "/filler", O_WRONLY | O_CREAT, 0o600)
    defer { close(file) }
    for size in [64 << 10, 4_096, 1] {
      let block = [UInt8](repeating: 7, count: size)
      while write(file, block, size) > 0 {}
    }
  }
}
