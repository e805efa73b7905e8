import Foundation
import TestSupport
import Testing

@Suite(.enabled(if: System.isAskedFor, System.how), .daemonLog) struct RestartTests {
  @Test("a paused run stays paused over kill -9, and a start ends it")
  func paused() throws {
    try DaemonFixture.with("paused") { fixture in
      try fixture.makeSlowPair()
      try fixture.done("start-job", "job")
      #expect(try fixture.hasBegun())
      try fixture.done("pause-job", "job")
      fixture.kill()
      try fixture.start()
      #expect(try fixture.status() == "SUSPEND")
      #expect(try fixture.ferry("get-job", "job", "--json").data["Attention"].text == "")
      try fixture.unleash()
      try fixture.done("start-job", "job", "--wait")
      try fixture.expectWhole()
    }
  }

  @Test("a run that is killed while closing ends closed")
  func closing() throws {
    try DaemonFixture.with("closing") { fixture in
      try fixture.makeSlowPair()
      var hits = 0
      for run in 1...8 {
        try fixture.done("start-job", "job")
        #expect(try fixture.wait(for: "DOING"))
        let close = try Child(
          ["\(fixture.binaries)/ferry", "close-job", "job"],
          environment: ["FERRY_SOCKET": fixture.socket], output: "/dev/null",
          errors: "/dev/null")
        _ = close.wait(seconds: 10)
        fixture.kill()
        if try fixture.text("SELECT status FROM job") == "IMPORT_JOB_CLOSING" { hits += 1 }
        try fixture.start()
        #expect(try fixture.wait(for: "FINISHED"))
        #expect(try fixture.newest(run: run)["RuntimeId"].text == "\(run)")
        if hits >= 2 { break }
      }
      print("restart: \(hits) kills hit a job that was closing")
      #expect(try Tree.temporaries(fixture.folder + "/destination") == [])
    }
  }

  @Test("a paused run is closed, also after a restart and when its source is gone")
  func closePaused() throws {
    try DaemonFixture.with("close") { fixture in
      try fixture.makeSlowPair()
      for (run, killed, gone) in [(1, false, false), (2, true, false), (3, true, true)] {
        try fixture.done("start-job", "job")
        #expect(try fixture.hasBegun())
        try fixture.done("pause-job", "job", "--wait")
        if killed {
          fixture.kill()
          try fixture.start()
        }
        if gone {
          #expect(rename(fixture.folder + "/source", fixture.folder + "/elsewhere") == 0)
        }
        try fixture.done("close-job", "job", "--wait")
        let end = try fixture.newest(run: run)
        #expect(end["Status"].text == "IMPORT_JOB_FINISHED", "run \(run)")
        #expect(end["TotalCount"].number == fixture.slowCount)
        #expect(end["FailedCount"].number == 0)
      }
      #expect(try Tree.temporaries(fixture.folder + "/destination") == [])
    }
  }

  @Test("a job that waits for its place still waits after kill -9, and gets it")
  func launching() throws {
    try DaemonFixture.with("launching") { fixture in
      try Texts.write("[Daemon]\nMaxRunningJobs=1\n", to: fixture.etc + "/ferryd.conf")
      try fixture.writeAddress("third", try fixture.makeFolder("third"))
      try fixture.writeJob("second", from: "src", to: "third")
      try fixture.makeSlowPair()
      try fixture.done("start-job", "job")
      try fixture.done("start-job", "second")
      #expect(try fixture.wait(for: "DOING"))
      #expect(try fixture.status("second") == "LAUNCHING")
      fixture.kill()
      try fixture.start()
      #expect(try fixture.status("second") == "LAUNCHING")
      #expect(try fixture.ferry("status", "--json").data["Waiting"].number == 1)
      try fixture.unleash()
      #expect(try fixture.wait(for: "FINISHED"))
      #expect(try fixture.wait(for: "FINISHED", of: "second"))
      try fixture.expectWhole()
      #expect(try fixture.newest("second")["CopiedCount"].number == fixture.slowCount)
    }
  }

  @Test("a job that is killed while it is deleted is gone afterwards, with its ledgers")
  func deleting() throws {
    try DaemonFixture.with("deleting") { fixture in
      try fixture.makeSlowPair()
      var hits = 0
      for round in 1...6 {
        let name = "gone\(round)"
        try fixture.done(
          "create-job", name, "--src-address=src", "--dest-address=dst",
          "--overwrite-mode=always", "--transfer-mode=all", "--max-qps=100")
        try fixture.done("start-job", name)
        #expect(try fixture.wait(for: "DOING", of: name))
        try fixture.done("delete-job", name, "--force")
        fixture.kill()
        let left = try fixture.text("SELECT status FROM job WHERE name = '\(name)'")
        if left == "IMPORT_JOB_DELETING" { hits += 1 }
        #expect(left == nil || left == "IMPORT_JOB_DELETING")
        try fixture.start()
        #expect(
          try eventually(10) {
            try fixture.ferry("get-job", name, "--json").json["ErrorCode"].text
              == "NoSuchImportJob"
          })
      }
      print("restart: \(hits) kills hit a job that was being deleted")
      #expect(
        try eventually(5) {
          try FileManager.default.contentsOfDirectory(atPath: fixture.ledgers) == []
        })
      #expect(try fixture.status() == "BEGIN")
    }
  }

  @Test("SIGTERM in a run: exit 0 within 5 s, the status stays, the next start goes on with it")
  func terminated() throws {
    try DaemonFixture.with("term") { fixture in
      try fixture.makeSlowPair()
      try fixture.done("start-job", "job")
      #expect(try fixture.hasBegun())
      #expect(fixture.stop(within: 5) == 0)
      #expect(access(fixture.socket, F_OK) != 0)
      #expect(try fixture.text("SELECT status FROM job") == "IMPORT_JOB_DOING")
      #expect(try Tree.temporaries(fixture.folder + "/destination") == [])
      let said = try fixture.ferry("status")
      #expect(said.status == 69)
      #expect(said.err.contains("systemctl start ferryd"))
      try fixture.start()
      #expect(try fixture.status() == "DOING")
      try fixture.unleash()
      #expect(try fixture.wait(for: "FINISHED"))
      try fixture.expectWhole()
      #expect(fixture.stop(within: 5) == 0)
    }
  }
}

extension DaemonFixture {
  fileprivate var slowCount: Int { 400 }

  /// A pair of which a run takes many seconds, and a daemon.
  fileprivate func makeSlowPair() throws {
    try makePair("[Throttle]\nMaxQPS=50")
    for number in 0..<slowCount {
      try Tree.write(folder + "/source", Array("f\(number)".utf8), Array("\(number)".utf8))
    }
    try start()
  }

  /// Whether something has arrived.
  fileprivate func hasBegun() throws -> Bool {
    try eventually(10) {
      guard try status() == "DOING" else { return false }
      return try FileManager.default.contentsOfDirectory(atPath: folder + "/destination").count > 2
    }
  }

  /// Takes the limit away.
  fileprivate func unleash() throws {
    try done("update-qos", "job", "--max-bandwidth=0", "--max-qps=0")
  }

  /// The first run is the only one and has moved all.
  fileprivate func expectWhole() throws {
    let end = try newest()
    #expect(end["Status"].text == "IMPORT_JOB_FINISHED")
    #expect(end["Trigger"].text == "manual")
    #expect(end["TotalCount"].number == slowCount)
    #expect(end["CopiedCount"].number == slowCount)
    #expect(end["FailedCount"].number == 0)
    #expect(try number("SELECT count(*) FROM run WHERE job = 1") == 1)
    #expect(try diff() == "")
    #expect(try Tree.temporaries(folder + "/destination") == [])
  }
}
