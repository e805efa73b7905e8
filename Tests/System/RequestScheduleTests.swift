import Foundation
import TestSupport
import Testing

@Suite(.enabled(if: System.isAskedFor, System.how), .daemonLog) struct RequestScheduleTests {
  @Test("a rule with a prefix does not move a job to another zone by itself")
  func prefix() throws {
    try DaemonFixture.with("prefix") { fixture in
      try fixture.makePair()
      try fixture.start()
      try make("asked", fixture, "--start-cron-expression=0 0 2 * * *", "--time-zone=Europe/Berlin")
      let rule = "--start-cron-expression=CRON_TZ=Asia/Tokyo 0 0 3 * * *"
      let refused = try fixture.ferry("update-job", "asked", rule)
      #expect(refused.status == 1)
      #expect(refused.err.contains("the job's is Europe/Berlin"))
      #expect(refused.err.contains("--time-zone=Asia/Tokyo"))
      try fixture.done("update-job", "asked", rule, "--time-zone=Asia/Tokyo")
      let zone = try fixture.ferry("next", "asked", "--json").data["TimeZone"].text
      #expect(zone == "Asia/Tokyo")
      // A zone that there is not is pointed at in the rule.
      let unknown = try fixture.ferry(
        "update-job", "asked", "--suspend-cron-expression=TZ=Mars/City 0 0 6 * * *",
        "--time-zone=Mars/City")
      #expect(unknown.status == 1)
      let pointed = try fixture.ferry("next", "--cron=TZ=Mars/City 0 0 6 * * *")
      #expect(pointed.status == 64)
      #expect(pointed.err.contains("--cron: column 4: 'Mars/City': there is no time zone"))
      #expect(fixture.stop() == 0)
    }
  }

  @Test("disabling a schedule tells that its suspend rule does not pause the run that goes on")
  func disableWhileRunning() throws {
    try DaemonFixture.with("resting") { fixture in
      try fixture.makePair()
      for number in 0..<100 {
        try Tree.write(fixture.folder + "/source", Array("f\(number)".utf8), [1, 2])
      }
      try fixture.start()
      try make(
        "asked", fixture, "--start-cron-expression=0 0 2 * * *",
        "--suspend-cron-expression=0 0 6 * * *", "--max-qps=1")
      let before = try fixture.ferry("disable", "asked")
      #expect(before.status == 0 && before.err == "")
      try fixture.done("enable", "asked")
      try fixture.done("start-job", "asked")
      let said = try fixture.ferry("disable", "asked")
      #expect(said.status == 0 && said.err.contains("its suspend rule rests as well"))
      try fixture.done("close-job", "asked")
    }
  }

  @Test("a preview that cannot be written says why")
  func fullOutput() throws {
    try DaemonFixture.with("full-output") { fixture in
      let script = "\(fixture.binaries)/ferry next --cron @daily > /dev/full"
      let said = try fixture.run(["/bin/sh", "-c", script])
      #expect(said.status == 1)
      #expect(said.err.contains("No space left on device"), "\(said)")
    }
  }

  /// Makes a job by request, from the fixture's source to a folder of its own.
  private func make(_ job: String, _ fixture: DaemonFixture, _ more: String...) throws {
    let folder = try fixture.makeFolder("to-\(job)")
    try fixture.done(
      "create-address", "to-\(job)", "--address-type=local", "--prefix=\(folder)/")
    let said = try fixture.ferry(
      [
        "create-job", job, "--src-address=src", "--dest-address=to-\(job)",
        "--overwrite-mode=never",
      ] + more)
    #expect(said.status == 0, "\(said)")
  }
}
