import Foundation
import TestSupport
import Testing

@Suite(.enabled(if: System.isAskedFor, System.how), .daemonLog) struct LargeFileTests {
  @Test("inside a large file a pause takes less than a second, a start ends it, limits are live")
  func pause() throws {
    try DaemonFixture.with("large") { fixture in
      // 160 Mbit/s: 512 MiB would take 27 s.
      try fixture.makePair("[Throttle]\nMaxBandwidth=160M")
      try makeLargeFile(fixture.folder + "/source/large")
      try fixture.start()
      try fixture.done("start-job", "job")
      #expect(try eventually(10) { try fixture.newest()["CopiedSize"].number > 4 << 20 })
      #expect(try !Tree.temporaries(fixture.folder + "/destination").isEmpty)
      let pause = try seconds { try fixture.done("pause-job", "job", "--wait") }
      #expect(pause < 1)
      #expect(try fixture.status() == "SUSPEND")
      // The run goes on inside the file, also in another life of the daemon.
      let part = try #require(try Tree.read(fixture.folder + "/destination").first?.value)
      #expect(part.size > 4 << 20)
      #expect(fixture.stop() == 0)
      try fixture.start()

      try fixture.done("start-job", "job")
      #expect(try eventually(10) { try fixture.newest()["CopiedSize"].number > part.size })
      // Down to 8 kbit/s: it stands still within half a second. Then without a limit.
      try fixture.done("update-qos", "job", "--max-bandwidth=8K", "--max-qps=0")
      usleep(500_000)
      let slow = try fixture.newest()["CopiedSize"].number
      usleep(500_000)
      #expect(try fixture.newest()["CopiedSize"].number - slow <= 64 << 10)
      let rest = try seconds {
        let said = try fixture.ferry("update-qos", "job", "--max-bandwidth=0", "--max-qps=0")
        let isOver = try fixture.wait(for: "FINISHED", seconds: 20)
        #expect(said.status == 0 && isOver)
      }
      print("large file: paused in \(pause) s; 512 MiB without a limit in \(rest) s")
      #expect(rest < 10)
      let end = try fixture.newest()
      #expect(end["CopiedCount"].number == 1)
      #expect(end["CopiedSize"].number == 512 << 20)
      #expect(end["RuntimeId"].text == "1")
      let files = ["/source/large", "/destination/large"].map { fixture.folder + $0 }
      #expect(try fixture.run(["/usr/bin/cmp"] + files).status == 0)
      #expect(try Tree.temporaries(fixture.folder + "/destination") == [])
    }
  }

  @Test("a run that is closed inside a large file ends FINISHED, and half a file is nowhere")
  func close() throws {
    try DaemonFixture.with("cut") { fixture in
      try fixture.makePair("[Throttle]\nMaxBandwidth=80M")
      try makeLargeFile(fixture.folder + "/source/large", mebibytes: 64)
      for number in 0..<5 {
        try Tree.write(fixture.folder + "/source", Array("small\(number)".utf8), [1, 2, 3])
      }
      try fixture.start()
      try fixture.done("start-job", "job")
      #expect(try eventually(10) { try fixture.newest()["CopiedSize"].number > 1 << 20 })
      let said = try fixture.ferry("close-job", "job", "--wait")
      #expect(said.status == 0)
      #expect(said.out.contains("remaining"), "\(said)")
      let end = try fixture.newest()
      #expect(end["Status"].text == "IMPORT_JOB_FINISHED")
      #expect(end["TotalCount"].number == 6)
      #expect(end["CopiedCount"].number < 6)
      #expect(end["FailedCount"].number == 0)
      let there = try Tree.read(fixture.folder + "/destination")
      #expect(there.allSatisfy { $0.value.size == 3 })
      #expect(try Tree.temporaries(fixture.folder + "/destination") == [])
      // The next run takes what remained.
      _ = try fixture.ferry("update-qos", "job", "--max-bandwidth=0", "--max-qps=0")
      try fixture.done("start-job", "job", "--wait")
      #expect(try fixture.newest(run: 2)["CopiedCount"].number == 6)
      #expect(try fixture.diff() == "")
    }
  }

  @Test("what a kill has left half written goes, also if its object is gone or the run is ended")
  func halfWritten() throws {
    for ending in ["source gone", "paused", "closed"] {
      try DaemonFixture.with("half") { fixture in
        try fixture.makePair("[Throttle]\nMaxBandwidth=80M")
        let destination = fixture.folder + "/destination"
        // One of them is large enough for a part to be gone on with.
        for number in 0..<3 {
          try makeLargeFile(
            fixture.folder + "/source/large\(number)", mebibytes: number == 1 ? 64 : 30)
        }
        try fixture.start()
        try fixture.done("start-job", "job")
        #expect(try eventually(10) { try !Tree.temporaries(destination).isEmpty })
        fixture.kill()
        #expect(try !Tree.temporaries(destination).isEmpty)
        if ending == "source gone" {
          for number in 0..<3 { unlink(fixture.folder + "/source/large\(number)") }
        }
        try fixture.start()
        switch ending {
        case "source gone":
          #expect(try fixture.wait(for: "FINISHED"))
          #expect(try fixture.newest()["FailedCount"].number == 3)
        case "paused":
          try fixture.done("pause-job", "job", "--wait")
          try fixture.done("update-qos", "job", "--max-bandwidth=0", "--max-qps=0")
          try fixture.done("start-job", "job", "--wait")
          #expect(try fixture.diff() == "")
        default: try fixture.done("close-job", "job", "--wait")
        }
        #expect(try Tree.temporaries(destination) == [], "\(ending)")
      }
    }
  }

  private func makeLargeFile(_ path: String, mebibytes: Int = 512) throws {
    var random = SeededRandom(seed: 8)
    var block = Data(Tree.bytes(1 << 20, &random))
    try Data().write(to: URL(fileURLWithPath: path))
    let file = try #require(FileHandle(forWritingAtPath: path))
    for number in 0..<mebibytes {
      // No two blocks are equal.
      withUnsafeBytes(of: number) { block.replaceSubrange(0..<8, with: $0) }
      try file.write(contentsOf: block)
    }
    try file.close()
  }
}
