import Foundation
import TestSupport
import Testing

@Suite(.enabled(if: System.isAskedFor, System.how), .daemonLog) struct NextJobTests {
  @Test("a job's starts are those of its rule, in its zone, with clock changes marked")
  func marks() throws {
    try DaemonFixture.with("next-job") { fixture in
      let rule = "0 30 2 * * SUN"
      try fixture.makePair("[Schedule]\nStart=\(rule)\nTimeZone=Europe/Berlin")
      try fixture.start()
      // More than a year, so that both nights are there whenever this runs.
      let said = try fixture.ferry("next", "job", "--count=60", "--json")
      #expect(said.status == 0 && said.err == "", "\(said)")
      #expect(said.data["JobName"].text == "job" && said.data["Why"].text == "")
      #expect(said.data["TimeZone"].text == "Europe/Berlin")
      let rows = said.data["Next"].array
      #expect(rows.count == 60)
      let spring = rows.filter { $0["Note"].text.contains("made up") }
      #expect(!spring.isEmpty && spring.allSatisfy { $0["Local"].text.contains("T03:00:00+02:00") })
      let autumn = rows.filter { $0["Note"].text.contains("comes twice: the first") }
      #expect(!autumn.isEmpty && autumn.allSatisfy { $0["Local"].text.contains("T02:30:00+02:00") })
      let plain = rows.filter { $0["Note"].text.isEmpty }
      #expect(plain.count >= 55 && plain.allSatisfy { $0["Local"].text.contains("T02:30:00+0") })

      let preview = try fixture.ferry(
        "next", "--cron", rule, "--time-zone=Europe/Berlin", "--count=60", "--json")
      for field in ["Utc", "Local", "Zone", "Rule", "Note"] {
        let (told, previewed) = (rows, preview.data["Next"].array)
        #expect(told.map { $0[field].text } == previewed.map { $0[field].text }, "\(field)")
      }
      let text = try fixture.ferry("next", "job", "--count=60")
      #expect(text.out.hasPrefix("Local ") && text.out.split(separator: "\n").count == 61)
      #expect(text.out.contains("made up: the clock goes from 02:00:00 to 03:00:00"))
      for count in ["0", "1001", "x"] {
        #expect(try fixture.ferry("next", "job", "--count=\(count)").status == 64)
      }
      #expect(fixture.stop() == 0)
    }
  }

  @Test("a job tells as many starts as it may still have, and why if it has none")
  func reasons() throws {
    try DaemonFixture.with("next-none") { fixture in
      try fixture.makePair()
      try fixture.start()
      try make("few", fixture, "--start-cron-expression=0 0 2 * * *", "--max-schedule-count=3")
      #expect(try fixture.ferry("next", "few", "--json").data["Next"].array.count == 3)
      try make(
        "ends", fixture, "--start-cron-expression=CRON_TZ=UTC 0 0 2 1 1 *",
        "--not-after=2099-01-02")
      let ends = try fixture.ferry("next", "ends", "--count=1000", "--json").data["Next"].array
      #expect(ends.last?["Utc"].text == "2099-01-01T02:00:00.000Z")
      try make("rests", fixture, "--start-cron-expression=0 0 2 * * *")
      try fixture.done("disable", "rests", "--note=moving house")
      try make("spent", fixture, "--start-cron-expression=* * * * * *", "--max-schedule-count=1")
      #expect(try fixture.wait(for: "FINISHED", of: "spent"))
      for (job, why) in [
        ("job", "no start rule"), ("rests", "disabled: moving house"),
        ("spent", "schedule exhausted (1 of 1)"),
      ] {
        let said = try fixture.ferry("next", job)
        #expect(said.status == 0 && said.out.contains("not started by a schedule: \(why)"))
        let data = try fixture.ferry("next", job, "--json").data
        #expect(data["Why"].text == why && data["Next"].array.isEmpty)
      }
      let unknown = try fixture.ferry("next", "nope", "--json")
      #expect(unknown.status == 1 && unknown.json["ErrorCode"].text == "NoSuchImportJob")
      #expect(fixture.stop() == 0)
      let down = try fixture.ferry("next", "few")
      #expect(down.status == 69 && down.out == "", "\(down)")
    }
  }

  /// Makes a job by request, to a folder of its own.
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
