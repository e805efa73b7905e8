import Foundation
import TestSupport
import Testing

@Suite(.enabled(if: System.isAskedFor, System.how), .daemonLog) struct DoctorTests {
  @Test("doctor tells what is wrong, with its remedy, and is done when it is mended")
  func doctor() throws {
    try DaemonFixture.with("doctor") { fixture in
      try fixture.makePair("[Schedule]\nStart=0 0 2 * * *\nTimeZone=UTC\n")
      try fixture.writeJob(
        "rests", from: "src", to: "dst", "Enabled=no\n[Schedule]\nStart=0 0 3 * * *\n")
      let away = try fixture.ferry("doctor", "--config", fixture.etc)
      #expect(away.status == 1)
      #expect(away.out.hasPrefix("problem  daemon: the daemon is not reachable"), "\(away)")
      #expect(away.out.contains("ok       configuration: the files have no mistakes"))

      try fixture.start()
      let well = try fixture.ferry("doctor")
      #expect(well.status == 0, "\(well)")
      #expect(well.out.contains("0 problems, "))
      #expect(well.out.contains("jobs: 2 jobs; next: job "))

      chmod(fixture.state, 0o755)
      try fixture.writeJob("other", from: "src", to: "dst")
      try fixture.run(["/bin/rm", "-r", fixture.folder + "/destination"])
      let ill = try fixture.ferry("doctor")
      #expect(ill.status == 1)
      let wanted = [
        "problem  addresses: dst: ", "chmod 700 \(fixture.state)",
        "reload needed: the daemon does not go by what is on the disk of "
          + "\(fixture.etc)/jobs.d/other.job", "resting: rests (disabled)",
      ]
      for text in wanted { #expect(ill.out.contains(text), "\(text): \(ill)") }

      chmod(fixture.state, 0o700)
      try fixture.run(["/bin/mkdir", fixture.folder + "/destination"])
      try fixture.done("reload")
      try Texts.write("[Jop]\n", to: fixture.etc + "/jobs.d/other.job")
      let mistake = try fixture.ferry("doctor", "--json")
      #expect(mistake.status == 1)
      let problems = mistake.data["Findings"].array.filter { $0["Level"].text == "problem" }
      #expect(problems.map { $0["Check"].text } == ["configuration"])
      #expect(problems.first?["What"].text.contains("other.job:1:2: unknown section") == true)
    }
  }

  @Test("status --check has the exit statuses of a monitoring plugin")
  func monitoring() throws {
    try DaemonFixture.with("monitoring") { fixture in
      try fixture.makePair("[Retry]\nAuto=no\n[Schedule]\nStart=0 0 2 * * *\n")
      #expect(try fixture.ferry("status", "--check").status == 2)
      try fixture.start()
      let well = try fixture.ferry("status", "--check")
      #expect(well.status == 0)
      #expect(well.out.hasPrefix("FERRY OK - 1 job, 0 running, next job in "), "\(well)")
      #expect(well.out.split(separator: "\n").count == 1)
      #expect(try fixture.ferry("status", "--check", "--max-age", "1h").status == 0)
      #expect(try fixture.ferry("status", "--check", "--max-age", "0").status == 2)
      #expect(try fixture.ferry("status", "--check", "--max-age", "soon").status == 3)
      #expect(try fixture.ferry("status", "--max-age", "1h").status == 64)

      // A folder in the way of a file.
      try Texts.write("x", to: fixture.folder + "/source/a")
      _ = try fixture.makeFolder("destination/a/b")
      try fixture.ferry("start-job", "job", "--wait")
      let failing = try fixture.ferry("status", "--check")
      #expect(failing.status == 1, "\(failing)")
      #expect(failing.out.hasPrefix("FERRY WARNING - job: 1 object still fails, "))

      try fixture.run(["/bin/rm", "-r", fixture.folder + "/source"])
      try fixture.ferry("start-job", "job", "--wait")
      let attention = try fixture.ferry("status", "--check")
      #expect(attention.status == 2, "\(attention)")
      #expect(attention.out.hasPrefix("FERRY CRITICAL - job: "))
    }
  }

  @Test("a job that was made by request becomes one of a file, the same in all it does")
  func changeOver() throws {
    try DaemonFixture.with("change-over") { fixture in
      try fixture.start()
      for name in ["from", "into"] {
        try fixture.done(
          "create-address", name, "--address-type", "local", "--prefix",
          try fixture.makeFolder(name) + "/")
      }
      try fixture.done(
        "create-job", "nightly", "--src-address", "from", "--dest-address", "into",
        "--overwrite-mode", "always", "--transfer-mode", "lastmodified", "--exclude-dir",
        "--start-cron-expression", "0 0 2 * * *", "--time-zone", "Europe/Berlin", "--overlap",
        "queue", "--max-bandwidth", "12MB", "--tags", "a:b", "--retry-backoff", "2m..3h",
        "--not-after", "2036-01-01", "--keep-runs", "7")
      let before = try fixture.ferry("get-job", "nightly", "--json").data
      let files = try ["job nightly jobs", "address from addresses", "address into addresses"].map {
        let words = $0.split(separator: " ").map(String.init)
        let said = try fixture.ferry("cat-\(words[0])", words[1])
        #expect(said.status == 0, "\(said)")
        return (path: "\(fixture.etc)/\(words[2]).d/\(words[1]).\(words[0])", text: said.out)
      }
      for file in files { try Texts.write(file.text, to: file.path) }
      let refused = try fixture.ferry("reload")
      #expect(refused.status == 78 && refused.err.contains("'nightly'"), "\(refused)")
      try fixture.done("delete-job", "nightly", "--force")
      for name in ["from", "into"] { try fixture.done("delete-address", name, "--force") }
      try fixture.done("reload")
      let after = try fixture.ferry("get-job", "nightly", "--json").data
      for field in [
        "OverwriteMode", "TransferMode", "Tags", "ImportQos", "ScheduleRule", "FilterRule",
        "TimeZone", "Enabled", "Retry", "History",
      ] {
        #expect("\(before[field])".sorted() == "\(after[field])".sorted(), "\(field)")
      }
      #expect(after["Origin"].text == "file:\(fixture.etc)/jobs.d/nightly.job")
      let again = try fixture.ferry("cat-job", "nightly")
      #expect(
        again.out.split(separator: "\n").dropFirst().elementsEqual(
          files[0].text.split(separator: "\n").dropFirst()))
      #expect(try fixture.ferry("cat-job", "nobody").status == 1)
    }
  }
}
