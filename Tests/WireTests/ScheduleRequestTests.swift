import Calendar
import Foundation
import Migration
import Testing
import Wire

@Suite struct ScheduleRequestTests {
  @Test("a moment is read on the wall of the job's zone, or in UTC; a date alone is its whole day")
  func moments() throws {
    let bytes = try #require(
      FileManager.default.contents(atPath: "/usr/share/zoneinfo/Europe/Berlin"))
    let berlin = try ZoneRules(name: "Europe/Berlin", tzif: [UInt8](bytes))
    let cases: [(String, MomentText.Edge, String)] = [
      ("2026-12-01", .first, "2026-11-30T23:00:00.000Z"),
      ("2026-12-01", .last, "2026-12-01T22:59:59.000Z"),
      ("2026-12-01 02:30", .last, "2026-12-01T01:30:00.000Z"),
      ("2026-12-01T02:30:05", .first, "2026-12-01T01:30:05.000Z"),
      ("2026-12-01T02:30:05Z", .first, "2026-12-01T02:30:05.000Z"),
      ("2026-12-01Z", .first, "2026-12-01T00:00:00.000Z"),
      // Swallowed by the clock going forward; shown twice when it goes back.
      ("2026-03-29 02:30", .first, "2026-03-29T01:00:00.000Z"),
      ("2026-10-25 02:30", .first, "2026-10-25T00:30:00.000Z"),
    ]
    for (text, edge, expected) in cases {
      #expect(ISOTime.text(try MomentText.instant(text, in: berlin, edge: edge)) == expected)
    }
    for text in [
      "", "Z", "tomorrow", "2026-13-01", "2026-02-29", "26-12-01", "2026-12-01T",
      "2026-12-01 24:00",
      "2026-12-01 2:30", "1969-12-31", "2026-12-01 02:30:05.", "2026-12-01 02:30 ", "+026-12-01",
    ] {
      #expect(throws: ValueProblem.self, "\(text)") {
        try MomentText.instant(text, in: berlin, edge: .first)
      }
    }
  }

  @Test("what a schedule knows beyond its rules is read, written and read back")
  func knobs() throws {
    var request = JobRequest(name: "job", source: "a-1", destination: "b-1", overwrite: .never)
    request.schedule.start = "0 0 2 * * *"
    request.schedule.knobs.catchUp = .skip
    request.schedule.knobs.catchUpWindow = 7_200_000_000
    request.schedule.knobs.overlap = .queue
    request.schedule.knobs.jitter = 90_000_000
    request.schedule.knobs.minInterval = 0
    request.schedule.knobs.notBefore = "2026-12-01"
    request.maxRunTime = 28_800_000_000
    #expect(
      request.json["ScheduleRule"]?.text
        == #"{"StartCronExpression":"0 0 2 * * *","CatchUp":"skip","Overlap":"queue","#
        + #""CatchUpWindow":"2h","Jitter":"90s","MinScheduleInterval":"0s","#
        + #""NotBefore":"2026-12-01"}"#)
    #expect(try JobRequest(json: request.json) == request)
    let cases: [(JSONValue, String)] = [
      (["Overlap": "both"], "ScheduleRule.Overlap: 'both' is not allowed; allowed: skip, queue"),
      (["Jitter": "8d"], "ScheduleRule.Jitter: longer than 1w"),
      (["Jitter": 5], "ScheduleRule.Jitter: 5 is not text"),
      (
        ["CatchUpWindow": "1y"],
        "ScheduleRule.CatchUpWindow: '1y' is not a duration; allowed: 90, 90s, 5m, 2h, 1d, 1w"
      ),
    ]
    for (rule, message) in cases {
      let refusal = #expect(throws: Refusal.self) { try JobUpdate(json: ["ScheduleRule": rule]) }
      #expect(refusal?.message == message)
    }
  }

  @Test("an update of the definition says what it changes, and only that")
  func changes() throws {
    var changes = JobChanges()
    changes.suspend = ""
    changes.maxScheduleCount = 0
    changes.knobs.notAfter = ""
    changes.maxRunTime = 0
    changes.tags = ""
    changes.overwrite = .alwaysAll
    changes.filter.excludesFolders = false
    changes.filter.includeKeys = []
    changes.filter.excludeModified = [TimeRangeText(start: "2026-01-01", end: "")]
    changes.copying.keepsModified = true
    changes.copying.fileMode = ModeText(nil)
    changes.copying.folderMode = ModeText(0o750)
    changes.copying.verify = .checksum
    for update: JobUpdate in [
      .definition(changes), .enabled(false, note: "why"), .enabled(true, note: ""),
    ] {
      #expect(try JobUpdate(json: update.json) == update)
    }
    let cases: [(JSONValue, String)] = [
      (["Note": "n"], "Enabled: has to be given with Note"),
      (
        ["Enabled": true, "Tags": "a:b"],
        "give either Status, ImportQos, Enabled, or fields of the definition; not more than one"
      ),
      (["TransferMode": "all"], "OverwriteMode: has to be given with TransferMode"),
      (["Name": "other"], "Name: unknown field"),
    ]
    for (json, message) in cases {
      let refusal = #expect(throws: Refusal.self) { try JobUpdate(json: json) }
      #expect(refusal?.message == message)
    }
  }

  @Test("schedules take what they leave out from ferryd.conf, which knows no job's own keys")
  func defaults() throws {
    let daemon = try DaemonConfig([
      file(
        "[Schedule]\nCatchUp=skip\nCatchUpWindow=2h\nOverlap=queue\nJitter=5m\n"
          + "MinScheduleInterval=1h\n")
    ])
    let text = "[Job]\nSource=aaa\nDestination=bbb\nOverwriteMode=never\n"
    let job = try JobConfig(name: "job-1", [file(text)], defaults: daemon.jobs)
    #expect(job.catchUp.value == .skip && job.catchUpWindow.value == .seconds(7_200))
    #expect(job.overlap.value == .queue && job.jitter.value == .seconds(300))
    #expect(job.minInterval.value == .seconds(3_600) && job.maxRunTime.value == nil)
    let own = try JobConfig(
      name: "job-1",
      [
        file(
          text + "MaxRunTime=8h\nTags=k:v\n[Schedule]\nOverlap=skip\nJitter=0\nNotBefore=2026-12-01"
        )
      ], defaults: daemon.jobs)
    #expect(own.overlap.value == .skip && own.jitter.value == .zero)
    #expect(own.maxRunTime.value == .seconds(28_800) && own.tags.value == "k:v")
    #expect(own.notBefore.value == "2026-12-01" && own.notAfter.value.isEmpty)
    do {
      _ = try DaemonConfig([file("[Schedule]\nStart=0 0 2 * * *\nJitter=8d\nOverlap=both\n")])
      Issue.record("accepted")
    } catch {
      #expect(
        error.description == """
          x.conf:2:1: Start= belongs into a job's file; here stand defaults for all jobs
          x.conf:3:8: Jitter= '8d' is longer than 1w
          x.conf:4:9: Overlap= 'both' is not allowed; allowed: skip, queue
          """)
    }
  }

  private func file(_ text: String) -> UnitFile {
    UnitFile(name: "x.conf", bytes: Array(text.utf8))
  }
}
