import Foundation
import TestSupport
import Testing

@Suite(.enabled(if: System.isAskedFor, System.how), .daemonLog) struct NextTests {
  @Test("rules without a job are told without a daemon, with what clock changes do to them")
  func rules() throws {
    try DaemonFixture.with("next-rules") { fixture in
      for each in nextCases {
        let said = try fixture.ferry(["next", "--json"] + each.words)
        #expect(said.status == 0 && said.err == "", "\(each.words): \(said)")
        #expect(said.json["Code"].text == "success", "\(each.words): \(said)")
        #expect(said.data.names == ["JobName", "TimeZone", "Next", "Warnings", "Why"])
        let rows = said.data["Next"].array.map { row in
          ["Utc", "Local", "Zone", "Rule", "Note"].map { row[$0].text }.joined(separator: " | ")
        }
        #expect(rows == each.rows, "\(each.words): \(said)")
      }
    }
  }

  @Test("people get a table, the columns Rule and Note only if they say anything, and warnings")
  func table() throws {
    try DaemonFixture.with("next-table") { fixture in
      let berlin = ["next", "--time-zone=Europe/Berlin", "--cron"]
      let plain = try fixture.ferry(
        ["next", "--time-zone=UTC", "--cron=0 0 2 * * *", "--from=2026-01-01", "--count=2"])
      let rows = [
        "Local                      Utc                       Zone",
        "2026-01-01T02:00:00+00:00  2026-01-01T02:00:00.000Z  UTC",
        "2026-01-02T02:00:00+00:00  2026-01-02T02:00:00.000Z  UTC",
      ]
      #expect(plain.out == rows.joined(separator: "\n") + "\n")
      #expect(plain.status == 0 && plain.err == "")
      let marked = try fixture.ferry(berlin + ["0 30 2 * * *", "--from=2026-03-28", "--count=2"])
      #expect(marked.out.contains("Zone  Note\n") && !marked.out.contains("Rule"), "\(marked)")
      #expect(marked.out.contains("made up: the clock goes from 02:00:00 to 03:00:00"))
      let told = "warning: on 2026-03-29 the clock of Europe/Berlin goes from 02:00:00 to 03:00:00"
      #expect(marked.status == 0 && marked.err.contains(told), "\(marked)")
      let paired = try fixture.ferry(
        berlin + ["0 0 22 * * *", "--suspend=0 0 6 * * *", "--from=2026-01-01", "--count=1"])
      #expect(paired.out.contains("Zone  Rule\n") && !paired.out.contains("Note"), "\(paired)")
      #expect(paired.status == 0 && paired.err == "", "\(paired)")
    }
  }

  @Test("the zone is the flag's, else the rule's own, else the server's")
  func zones() throws {
    try DaemonFixture.with("next-zones") { fixture in
      let words = ["next", "--json", "--from=2026-01-01T00:00:00Z", "--count=1", "--cron"]
      for (more, zone) in [
        (["0 0 2 * * *", "--time-zone=Europe/Berlin"], "Europe/Berlin"),
        (["CRON_TZ=Europe/Berlin 0 0 2 * * *"], "Europe/Berlin"),
        (["TZ=Europe/Berlin 0 0 2 * * *", "--time-zone=Europe/Berlin"], "Europe/Berlin"),
        (["0 0 2 * * *", "--suspend=CRON_TZ=Europe/Berlin 0 0 6 * * *"], "Europe/Berlin"),
        (["0 0 2 * * *"], "Asia/Tokyo"),
      ] {
        let said = try fixture.run(
          ["/usr/bin/env", "TZ=Asia/Tokyo", "\(fixture.binaries)/ferry"] + words + more)
        #expect(said.status == 0 && said.data["TimeZone"].text == zone, "\(more): \(said)")
        let start = said.data["Next"].array.first { $0["Rule"].text == "start" }?["Local"].text
        let day = zone == "Asia/Tokyo" ? "02T02:00:00+09:00" : "01T02:00:00+01:00"
        #expect(start == "2026-01-\(day)", "\(more): \(said)")
      }
    }
  }

  @Test("what is wrong is told with its column, in words and in the envelope, with exit status 64")
  func refusals() throws {
    try DaemonFixture.with("next-wrong") { fixture in
      for each in wrongNextCases {
        let said = try fixture.ferry(["next"] + each.words)
        #expect(said.status == 64 && said.out == "", "\(each.words): \(said)")
        for part in each.says {
          #expect(said.err.contains(part), "\(each.words): no '\(part)' in \(said)")
        }
        let json = try fixture.ferry(["next", "--json"] + each.words)
        #expect(json.status == 64 && json.err == "", "\(each.words): \(json)")
        #expect(json.json["ErrorCode"].text == "InvalidCommand", "\(each.words): \(json)")
        for part in each.says { #expect(json.json["ErrorMsg"].text.contains(part)) }
      }
    }
  }

  @Test("rules that come no more say so instead of a table")
  func never() throws {
    try DaemonFixture.with("next-never") { fixture in
      let words = ["next", "--time-zone=UTC", "--cron=0 0 2 * * *", "--from=9999-12-31 02:00"]
      let said = try fixture.ferry(words)
      #expect(said.status == 0 && said.out == "it never fires again\n", "\(said)")
      let data = try fixture.ferry(words + ["--json"]).data
      #expect(data["Next"].array.isEmpty && data["Why"].text == "it never fires again")
    }
  }
}
