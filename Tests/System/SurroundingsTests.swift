import Foundation
import SQLite
import TestSupport
import Testing

@Suite(.enabled(if: System.isAskedFor, System.how), .daemonLog) struct SurroundingsTests {
  @Test("a socket is not taken from a living daemon that has another state")
  func servedSocket() throws {
    try DaemonFixture.with("socket") { fixture in
      try fixture.start()
      let first = fixture.state
      fixture.state = fixture.folder + "/other"
      let said = try fixture.startInVain()
      #expect(said.status == 69)
      #expect(said.err.contains(fixture.socket))
      #expect(said.err.contains("--socket"))
      fixture.state = first
      let pid = try fixture.ferry("status", "--json").data["Pid"].number
      #expect(pid == fixture.daemon.map { Int($0.pid) })
      #expect(fixture.stop() == 0)
    }
  }

  @Test("a folder that is swapped for a link to ferry's own state is not moved")
  func swappedForLink() throws {
    try DaemonFixture.with("swapped") { fixture in
      try fixture.makePair()
      try fixture.start()
      let source = fixture.folder + "/source"
      #expect(rename(source, source + ".old") == 0)
      #expect(symlink(fixture.state, source) == 0)
      try fixture.done("start-job", "job")
      #expect(try fixture.wait(for: "SUSPEND"))
      let attention = try fixture.ferry("status", "--json").data["Attention"][0]
      #expect(attention["Message"].text.contains("ferry's own folder"))
    }
  }

  @Test("a damaged ledger interrupts its run with a word, and the next start opens another")
  func damagedLedger() throws {
    try DaemonFixture.with("ledger") { fixture in
      try fixture.makePair("[Throttle]\nMaxQPS=50")
      for number in 0..<200 {
        try Tree.write(fixture.folder + "/source", Array("f\(number)".utf8), [1, 2])
      }
      try fixture.start()
      try fixture.done("start-job", "job")
      #expect(try fixture.wait(for: "DOING"))
      fixture.kill()
      for ending in ["-wal", "-shm"] { unlink(fixture.ledgers + "/1-1.db" + ending) }
      try Texts.write(
        String(repeating: "not a ledger ", count: 900), to: fixture.ledgers + "/1-1.db")
      try fixture.start()
      #expect(try fixture.wait(for: "INTERRUPTED"))
      let attention = try fixture.ferry("status", "--json").data["Attention"][0]
      #expect(attention["Message"].text.contains(fixture.ledgers + "/1-1.db"))
      #expect(try fixture.newest()["RuntimeState"].text == "Interrupt")
      try fixture.done("update-qos", "job", "--max-bandwidth=0", "--max-qps=0")
      try fixture.done("start-job", "job", "--wait")
      #expect(try fixture.newest(run: 2)["CopiedCount"].number == 200)
      #expect(try fixture.diff() == "")
      #expect(try fixture.ferry("status", "--json").data["Attention"].array.isEmpty)
    }
  }

  @Test("a destination that vanishes in a run pauses it and is not made again behind one's back")
  func vanished() throws {
    try DaemonFixture.with("vanish") { fixture in
      try fixture.makePair("[Throttle]\nMaxQPS=100")
      for number in 0..<600 {
        try Tree.write(fixture.folder + "/source", Array("d\(number % 9)/f\(number)".utf8), [1])
      }
      try fixture.start()
      try fixture.done("start-job", "job")
      #expect(try eventually(10) { try fixture.newest()["CopiedCount"].number > 20 })
      // What is written while it removes keeps rm from removing the folder around it.
      let destination = fixture.folder + "/destination"
      #expect(
        try eventually(10) {
          _ = try fixture.run(["/bin/rm", "-rf", destination])
          return access(destination, F_OK) != 0
        })
      #expect(try fixture.wait(for: "SUSPEND", seconds: 10))
      #expect(access(destination, F_OK) != 0)
      let attention = try fixture.ferry("get-job", "job", "--json").data["Attention"].text
      #expect(attention.contains("is gone"), "\(attention)")
    }
  }

  @Test("what changes under the run's hands fails alone, with its reason")
  func changing() throws {
    try DaemonFixture.with("changing") { fixture in
      try fixture.makePair("[Throttle]\nMaxQPS=40")
      let source = fixture.folder + "/source"
      for number in 100..<180 {
        try Tree.write(source, Array("f\(number)".utf8), Array("\(number)".utf8))
      }
      try fixture.start()
      try fixture.done("start-job", "job")
      #expect(try eventually(10) { try fixture.newest()["TotalCount"].number == 80 })
      // The last ones in the plan: gone, a folder, a pipe.
      unlink(source + "/f177")
      unlink(source + "/f178")
      mkdir(source + "/f178", 0o755)
      unlink(source + "/f179")
      mkfifo(source + "/f179", 0o644)
      try fixture.done("update-qos", "job", "--max-bandwidth=0", "--max-qps=0")
      #expect(try fixture.wait(for: "FINISHED"))
      let end = try fixture.newest()
      #expect(end["FailedCount"].number == 3)
      #expect(end["CopiedCount"].number == 77)
      #expect(end["TotalCount"].number == 80)
      let failures = try fixture.rows(
        "SELECT CAST(key AS TEXT) || ' ' || code FROM failure ORDER BY key",
        of: fixture.ledgers + "/1-1.db"
      ) { $0.text(0) }
      #expect(failures.map { String($0.prefix(5)) } == ["f177 ", "f178 ", "f179 "])
      #expect(try Tree.temporaries(fixture.folder + "/destination") == [])
    }
  }

  @Test("a log that nobody takes, SIGHUP and SIGPIPE do not end the daemon")
  func nobodyListens() throws {
    try DaemonFixture.with("deaf") { fixture in
      try fixture.makePair()
      try Tree.write(fixture.folder + "/source", Array("one".utf8), [1])
      unlink(fixture.log)
      symlink("/dev/full", fixture.log)
      try fixture.start()
      for signal in [SIGHUP, SIGPIPE] { fixture.daemon?.send(signal) }
      try fixture.done("start-job", "job", "--wait")
      #expect(fixture.stop() == 0)
    }
  }
}
