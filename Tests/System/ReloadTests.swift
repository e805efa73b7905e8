import Foundation
import SQLite
import TestSupport
import Testing

@Suite(.enabled(if: System.isAskedFor, System.how), .daemonLog) struct ReloadTests {
  @Test("ferry reload takes over what is new, changed and gone, and leaves the rest alone")
  func accepted() throws {
    try DaemonFixture.with("reload") { fixture in
      try fixture.makePair("[Schedule]\nStart=0 0 2 * * *\nTimeZone=UTC\n")
      try fixture.writeJob("gone", from: "src", to: "dst")
      try fixture.writeJob("turned", from: "src", to: "dst")
      try fixture.start()
      try fixture.done("start-job", "gone", "--wait")
      try fixture.done("create-address", "own", "--address-type=local", "--prefix=/srv/")
      try fixture.done(
        "create-job", "asked", "--src-address=own", "--dest-address=dst",
        "--overwrite-mode=never")
      let kept = try fixture.text(Self.schedule)
      let nothing = try fixture.ferry("reload")
      #expect(nothing.status == 0 && nothing.out == "reloaded: nothing has changed\n", "\(nothing)")

      try fixture.writeJob("fresh", from: "src", to: "dst", "[Schedule]\nStart=0 */7 * * * *\n")
      try fixture.writeJob("turned", from: "dst", to: "src", "[Throttle]\nMaxQPS=3\n")
      unlink("\(fixture.etc)/jobs.d/gone.job")
      try Texts.write(
        "[Daemon]\nMaxRunningJobs=3\nLogLevel=debug\n[Retry]\nMaxDepth=7\n",
        to: fixture.etc + "/ferryd.conf")
      let said = try fixture.ferry("reload")
      #expect(said.status == 0)
      #expect(
        said.out == """
          job fresh: added
          job job: changed
          job turned: changed
          job gone: retired
          reloaded: 1 job added, 2 jobs changed, 1 job retired, MaxRunningJobs=10 is 3 now, \
          LogLevel=info is debug now, MaxDepth=3 is 7 now

          """, "\(said)")
      #expect(said.err.contains("warning: \(fixture.etc)/jobs.d/fresh.job:7:7: "))
      #expect(try fixture.text(Self.schedule) == kept, "an unchanged schedule goes on")
      #expect(try fixture.ferry("get-job", "turned", "--json").data["SrcAddress"].text == "dst")
      #expect(try fixture.status("asked") == "BEGIN")
      #expect(try fixture.newest("gone")["Status"].text == "IMPORT_JOB_FINISHED")
      let refused = try fixture.ferry("start-job", "gone")
      #expect(refused.status == 1 && refused.err.contains("'ferry reload'"), "\(refused)")
      let log = try Texts.read(fixture.log)
      #expect(log.contains("configuration reloaded: 1 job added, 2 jobs changed"))
      // A job that a request makes has the new defaults.
      try fixture.done(
        "create-job", "later", "--src-address=own", "--dest-address=src",
        "--overwrite-mode=never")
      #expect(
        try fixture.number("SELECT count(*) FROM job WHERE name='later' AND retry_depth=7") == 1)

      try fixture.writeJob("gone", from: "src", to: "dst")
      let back = try fixture.ferry("reload", "--json")
      #expect(back.data["Changes"][0]["Change"].text == "revived", "\(back)")
      #expect(try fixture.newest("gone")["Status"].text == "IMPORT_JOB_FINISHED")
    }
  }

  @Test("a mistake in any file changes nothing: every place is told, exit 78, by signal in the log")
  func refused() throws {
    try DaemonFixture.with("refuse") { fixture in
      try fixture.makePair()
      try fixture.start()
      try fixture.writeJob("fresh", from: "src", to: "dst")
      try fixture.writeJob("wrong", from: "src", to: "dts", "[Schedule]\nStart=0 0 25 * * *\n")
      try Texts.write("[Daemon]\nMaxJobs=0\n", to: fixture.etc + "/ferryd.conf")
      chmod("\(fixture.etc)/jobs.d/job.job", 0o666)
      let places = [
        "\(fixture.etc)/jobs.d/job.job:1:1: ", "; chmod go-w \(fixture.etc)/jobs.d/job.job\n",
        "\(fixture.etc)/ferryd.conf:2:9: ", "\(fixture.etc)/jobs.d/wrong.job:7:11: ",
      ]
      let said = try fixture.ferry("reload")
      #expect(said.status == 78)
      #expect(said.err.hasPrefix("ferry: the configuration is refused, nothing has changed\n"))
      for place in places { #expect(said.err.contains(place), "\(said)") }
      let json = try fixture.ferry("reload", "--json")
      #expect(json.status == 78)
      #expect(json.json["ErrorCode"].text == "InvalidConfiguration")
      #expect(try fixture.ferry("get-job", "fresh").status == 1)

      try Texts.write("", to: fixture.log)
      fixture.daemon?.send(SIGHUP)
      let isTold = try eventually(10) {
        try Texts.read(fixture.log).contains(
          "reload refused, nothing has changed: \(fixture.etc)/ferryd.conf:2:9: ")
      }
      #expect(isTold)
      try fixture.done("status")
      // Mended, the same signal takes it over.
      unlink("\(fixture.etc)/ferryd.conf")
      chmod("\(fixture.etc)/jobs.d/job.job", 0o644)
      unlink("\(fixture.etc)/jobs.d/wrong.job")
      fixture.daemon?.send(SIGHUP)
      #expect(try eventually(10) { try fixture.ferry("get-job", "fresh").status == 0 })
      #expect(
        try eventually(5) {
          try Texts.read(fixture.log).contains("configuration reloaded: 1 job added")
        })
      // A start would have refused the same.
      #expect(fixture.stop() == 0)
    }
  }

  @Test("files that stand against what requests have made are refused, all of them named")
  func againstRequests() throws {
    try DaemonFixture.with("against") { fixture in
      try fixture.makePair()
      try fixture.start()
      try fixture.done("create-address", "own", "--address-type=local", "--prefix=/srv/")
      try fixture.done(
        "create-job", "asked", "--src-address=own", "--dest-address=dst",
        "--overwrite-mode=never")
      try fixture.writeJob("asked", from: "src", to: "dst")
      try fixture.writeAddress("own", "/mnt")
      unlink("\(fixture.etc)/addresses.d/dst.address")
      unlink("\(fixture.etc)/jobs.d/job.job")
      unlink("\(fixture.etc)/jobs.d/asked.job")
      let inUse = try fixture.ferry("reload")
      #expect(inUse.status == 78)
      #expect(inUse.err.contains("addresses.d/dst.address is gone, but job 'asked' uses"))
      #expect(inUse.err.contains("addresses.d/own.address:1:1: there is an address 'own' already"))
      #expect(try fixture.status("job") == "BEGIN")
      #expect(try fixture.ferry("get-address", "dst").status == 0)
      unlink("\(fixture.etc)/addresses.d/own.address")
      try fixture.writeAddress("dst", try fixture.makeFolder("destination"))
      try fixture.writeJob("asked", from: "src", to: "dst")
      let taken = try fixture.ferry("reload")
      #expect(taken.status == 78 && taken.err.contains("jobs.d/asked.job:1:1: there is a job"))
    }
  }

  @Test("a run that goes on is not disturbed; more places let those start that wait")
  func running() throws {
    try DaemonFixture.with("running") { fixture in
      for number in 0..<6 {
        try Tree.write(try fixture.makeFolder("source"), Array("f\(number)".utf8), [1])
      }
      try Texts.write("[Daemon]\nMaxRunningJobs=1\n", to: fixture.etc + "/ferryd.conf")
      try fixture.makePair("[Throttle]\nMaxQPS=2\n")
      try fixture.writeAddress("third", try fixture.makeFolder("third"))
      try fixture.writeJob("waits", from: "src", to: "third")
      try fixture.start()
      try fixture.done("start-job", "job")
      #expect(try fixture.wait(for: "DOING"))
      try fixture.done("start-job", "waits")
      unlink("\(fixture.etc)/jobs.d/job.job")
      try Texts.write("[Daemon]\nMaxRunningJobs=2\n", to: fixture.etc + "/ferryd.conf")
      try fixture.done("reload")
      #expect(try fixture.wait(for: "FINISHED", of: "waits", seconds: 3))
      #expect(try fixture.wait(for: "FINISHED", of: "job"))
      #expect(try fixture.newest("job")["CopiedCount"].number == 6)
    }
  }

  private static let schedule = """
    SELECT name || ' ' || watermark_us || ' ' || (SELECT group_concat(at_us) FROM due WHERE job=id)
    FROM job WHERE name='job'
    """
}
