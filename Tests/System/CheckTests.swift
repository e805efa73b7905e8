import Foundation
import TestSupport
import Testing

@Suite(.enabled(if: System.isAskedFor, System.how), .daemonLog) struct CheckTests {
  @Test("ferry check says what ferryd --check says, without a daemon")
  func check() throws {
    try DaemonFixture.with("check") { fixture in
      try fixture.makePair("[Schedule]\nStart=0 0 2 * * *\nTimeZone=UTC\n")
      let said = try fixture.ferry("check", "--config", fixture.etc)
      #expect(said.status == 0)
      #expect(said.out.contains("\(fixture.etc): no mistakes (addresses: 2, jobs: 1)\n"))
      #expect(said.out.contains("T02:00:00+00:00"))
      let daemon = try fixture.startInVain(["--check"])
      #expect(daemon.status == 0)
      #expect(said.out.hasPrefix(daemon.err), "the same, and the service's drop-in")
      let data = try fixture.ferry("check", "--config", fixture.etc, "--json").data
      #expect(data["Jobs"][0]["Next"].array.count == 5)

      try fixture.writeJob("wrong", from: "scr", to: "dst", "Enabeld=no\n")
      try fixture.writeJob("other", from: "scr", to: "dst")
      let wrong = try fixture.ferry("check", "--config", fixture.etc)
      #expect(wrong.status == 78)
      let told = try fixture.startInVain(["--check"])
      #expect(told.status == 78)
      #expect(wrong.err.dropFirst("ferry: ".count) == told.err.dropFirst("ferryd: ".count))
      #expect(wrong.err.contains("jobs.d/other.job:2:8: there is no address 'scr'"))
      #expect(wrong.err.contains("jobs.d/wrong.job:6:1: unknown key 'Enabeld' in [Job]; did you"))
      #expect(
        try fixture.ferry("check", "--config", fixture.etc, "--json").json["ErrorCode"].text
          == "InvalidConfiguration")

      for name in ["wrong", "other"] { unlink("\(fixture.etc)/jobs.d/\(name).job") }
      let single = "\(fixture.folder)/single.job"
      try Texts.write(
        "[Job]\nSource=src\nDestination=dst\nOverwriteMode=newer\n", to: single)
      let file = try fixture.ferry("check", "--config", fixture.etc, single)
      #expect(file.status == 78 && file.err.contains("single.job:4:15: "), "\(file)")
      #expect(try fixture.ferry("check", "/etc/passwd").status == 64)
      #expect(try fixture.ferry("check", "--config", fixture.folder + "/none").status == 64)
    }
  }

  @Test("cat-config shows the files that count, each with its path")
  func catConfig() throws {
    try DaemonFixture.with("cat") { fixture in
      try fixture.makePair()
      try fixture.writeJob("other", from: "src", to: "dst")
      try Texts.write("", to: fixture.etc + "/jobs.d/masked.job")
      let dropIns = try fixture.makeFolder("etc/jobs.d/job.job.d")
      try Texts.write("[Throttle]\nMaxQPS=5\n", to: dropIns + "/limit.conf")
      let all = try fixture.ferry("cat-config", "--config", fixture.etc)
      #expect(all.status == 0)
      let paths = all.out.split(separator: "\n").filter { $0.hasPrefix("# /") }
      #expect(
        paths.map { $0.dropFirst(2 + fixture.etc.count) } == [
          "/addresses.d/dst.address", "/addresses.d/src.address", "/jobs.d/job.job",
          "/jobs.d/job.job.d/limit.conf", "/jobs.d/other.job",
          "/jobs.d/masked.job is masked, or empty",
        ])
      #expect(all.out.hasSuffix("\n# \(fixture.etc)/jobs.d/masked.job is masked, or empty\n"))
      let one = try fixture.ferry("cat-config", "job.job", "--config", fixture.etc)
      #expect(one.out.hasSuffix("# \(dropIns)/limit.conf\n[Throttle]\nMaxQPS=5\n"), "\(one)")
      let json = try fixture.ferry("cat-config", "job.job", "--config", fixture.etc, "--json")
      #expect(json.data[1]["Text"].text == "[Throttle]\nMaxQPS=5\n")
      #expect(try fixture.ferry("cat-config", "jib.job", "--config", fixture.etc).status == 78)
    }
  }
}
