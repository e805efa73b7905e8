import Calendar
import Foundation
import Migration
import Testing
import Wire

@Suite struct NextTests {
  @Test("a preview interleaves starts and suspends and says what clock changes do")
  func preview() throws {
    let preview = RulesPreview(
      start: try CronExpression("0 30 2 * * *"), suspend: try CronExpression("0 0 6,7 * * *"),
      zone: try berlin())
    let from = Instant(seconds: 1_774_652_400)  // 2026-03-28 00:00:00 +01:00
    #expect(
      preview.instants(after: from, count: 2).map { "\($0.local) \($0.zone) \($0.rule)" } == [
        "2026-03-28T02:30:00+01:00 CET start", "2026-03-28T06:00:00+01:00 CET suspend",
        "2026-03-29T03:00:00+02:00 CEST start", "2026-03-29T06:00:00+02:00 CEST suspend",
      ])
    #expect(
      preview.instants(after: from, count: 2).map(\.note) == [
        "", "",
        "made up: the clock goes from 02:00:00 to 03:00:00; "
          + "the clock has changed: UTC+01:00 before",
        "",
      ])
    #expect(preview.warnings(after: from).count == 2)
    let autumn = Instant(seconds: 1_792_879_200)  // 2026-10-24 22:00:00 UTC
    let half = RulesPreview(start: try CronExpression("0 */30 2 * * *"), zone: try berlin())
    #expect(
      half.instants(after: autumn, count: 4).map(\.note) == [
        "this time comes twice: the first", "this time comes twice: the first",
        "this time comes twice: the second; the clock has changed: UTC+02:00 before",
        "this time comes twice: the second",
      ])
  }

  @Test("a suspend before the first start is told, one in the same second wins, others do not show")
  func suspends() throws {
    let tie = RulesPreview(
      start: try CronExpression("0 0 2 * * *"), suspend: try CronExpression("0 0 */1 * * *"),
      zone: .utc)
    let rows = tie.instants(after: Instant(seconds: 0), count: 2)
    #expect(rows.map(\.rule) == ["suspend", "start", "suspend", "start", "suspend"])
    #expect(rows.map { $0.utc?.seconds } == [3_600, 7_200, 7_200, 93_600, 93_600])
    #expect(rows[1].note == "the suspend rule fires in the same second and wins")
    let last = RulesPreview(start: try CronExpression("0 0 0 * * *"), zone: .utc)
    #expect(last.instants(after: Instant(seconds: 253_402_300_000), count: 3).isEmpty)
  }

  @Test("a job's starts are moved by its offset, marked by their slots, and end with its runs")
  func ofJob() throws {
    let zone = try berlin()
    var job = try job("0 30 2 * * *", suspend: "0 0 6 * * *")
    job.definition.schedule.jitter = 7_200_000_000
    let offset = job.startOffset
    #expect(offset > 0)
    let from = Instant(seconds: 1_774_652_400)  // 2026-03-28 00:00:00 +01:00
    let preview = try #require(RulesPreview(of: job, zone: zone))
    let rows = preview.instants(after: from, count: 2)
    #expect(rows.map(\.rule) == ["start", "suspend", "start", "suspend"])
    let first = Instant(seconds: 1_774_661_400).advanced(byMicroseconds: offset)
    #expect(rows[0].utc == first && rows[0].local == zone.text(of: first))
    #expect(rows[0].note == "the start of 2026-03-28T02:30:00+01:00, moved by Jitter")
    #expect(
      rows[2].note.hasPrefix(
        "made up: the clock goes from 02:00:00 to 03:00:00; "
          + "the start of 2026-03-29T03:00:00+02:00, moved by Jitter"))
    #expect(preview.warnings(after: from).count == 2)
    // A window that is shut before the start is acted on.
    job.definition.schedule.suspend = try CronRule("1 30 2 * * *")
    let shut = try #require(RulesPreview(of: job, zone: zone)).instants(after: from, count: 1)
    #expect(shut.map(\.rule) == ["suspend", "start"])
    #expect(shut[1].note.hasSuffix("the suspend rule fires before it and wins"))
  }

  @Test("a start that the suspend rule undoes is not one of the runs that are left")
  func limit() throws {
    let job = try job("0 0 */12 * * *", suspend: "0 0 0 * * *")
    let preview = try #require(RulesPreview(of: job, zone: .utc))
    let rows = preview.instants(after: Instant(seconds: 0), count: 9, limit: 2)
    #expect(
      rows.filter { $0.rule == "start" }.map { $0.utc?.seconds } == [43_200, 86_400, 129_600])
    var bounded = job
    bounded.definition.schedule.notAfter = Instant(seconds: 50_000)
    let last = try #require(RulesPreview(of: bounded, zone: .utc))
      .instants(after: Instant(seconds: 0), count: 9)
    #expect(last.map { $0.utc?.seconds } == [43_200, 86_400])
    #expect(last.map(\.rule) == ["start", "suspend"])
    var plain = job
    plain.definition.schedule.start = nil
    #expect(RulesPreview(of: plain, zone: .utc) == nil)
  }

  @Test("a time is an instant, or a time on the wall of the zone")
  func moments() throws {
    let cases: [(String, Int64?)] = [
      ("2026-03-29T00:30:00Z", 1_774_744_200), ("2026-03-29 00:30:00.9Z", 1_774_744_200),
      ("2026-03-29T01:30:00+01:00", 1_774_744_200), ("2026-03-29T06:00+0530", 1_774_744_200),
      ("2026-03-28T19:30:00-05", 1_774_744_200), ("2026-03-29 01:30:00", 1_774_744_200),
      ("2026-03-29 02:30", 1_774_746_000), ("2026-10-25 02:30:00", 1_792_888_200),
      ("2026-03-29", 1_774_738_800), ("1969-12-31T23:59:59Z", nil), ("0000-01-01", nil),
      ("", nil), ("now", nil), ("2026-3-29", nil), ("2026-02-30", nil), ("2026-03-29 24:00", nil),
      ("2026-03-29T01:30:00+01:00x", nil), ("2026-03-29T01:30:", nil), ("2026-03-29 Z", nil),
      ("2026-03-29T01:30:00.Z", nil), ("2026-03-29T01:30:00+99:00", nil), ("٢٠٢٦-03-29", nil),
    ]
    for (text, seconds) in cases {
      #expect(moment(text, in: try berlin())?.seconds == seconds, "\(text)")
    }
  }

  @Test("a batch answers each line, also the ones that ask for nothing that there is")
  func batch() throws {
    let berlin = try berlin()
    var asked: [String] = []
    var batch = NextBatch { name in
      asked.append(name)
      return name == "Europe/Berlin" ? .success(berlin) : .failure(UsageError("no '\(name)'"))
    }
    let cases: [(String, String)] = [
      (
        #"{"expr":"0 0 2 * * *","tz":"Europe/Berlin","from_epoch":1700000000,"count":2}"#,
        #"{"next":[1700010000,1700096400]}"#
      ),
      (
        #"{"expr":"TZ=Europe/Berlin 0 0 2 * * *","tz":"Mars","from_epoch":1700000000.9,"count":1}"#,
        #"{"next":[1700010000]}"#
      ),
      (
        #"{"expr":"@daily","tz":"Mars","from_epoch":0,"count":1}"#, #"{"error":"tz: no 'Mars'"}"#
      ),
      (
        #"{"count":0,"expr":"@daily","tz":"Europe/Berlin","from_epoch":0}"#, #"{"next":[]}"#
      ),
      (
        #"{"count":0,"expr":"@daily","tz":"Europe/Berlin","from_epoch":0,"id":7}"#,
        #"{"next":[]}"#
      ),
      (
        #"{"expr":"TZ=Mars @daily","tz":"Europe/Berlin","from_epoch":0}"#,
        #"{"error":"expr: column 4: 'Mars': no 'Mars'"}"#
      ),
      ("{\0}", #"{"error":"the JSON text holds a zero byte (NUL)"}"#),
      (
        #"{"expr":"0 0 0 1 1 *","tz":"Europe/Berlin","from_epoch":9223372036854775807,"count":9}"#,
        #"{"next":[]}"#
      ),
      ("", #"{"error":"the JSON text is empty"}"#),
      ("[]", #"{"error":"a list where an object is wanted"}"#),
      (#"{"expr":"@daily"}"#, #"{"error":"tz: no 'UTC'"}"#),
      (
        #"{"expr":"@daily","tz":"Europe/Berlin"}"#, #"{"error":"from_epoch: has to be given"}"#
      ),
      (
        #"{"expr":"@daily","tz":"Europe/Berlin","from_epoch":"1"}"#,
        #"{"error":"from_epoch: is no number of seconds"}"#
      ),
      (
        #"{"expr":"@daily","tz":"Europe/Berlin","from_epoch":1,"count":100001}"#,
        #"{"error":"count: 100001 is more than 100000"}"#
      ),
      (
        #"{"expr":"0 0 24 * * *","tz":"Europe/Berlin","from_epoch":1}"#,
        #"{"error":"expr: hour field, column 5: '24': this is out of range; "#
          + #"allowed: 0-23; midnight is 0"}"#
      ),
    ]
    for (line, answer) in cases { #expect(batch.answer(to: Array(line.utf8)) == answer) }
    #expect(asked.count { $0 == "Europe/Berlin" } == 1)
  }

  @Test("the verb's flags say what is asked, and what excludes each other is refused")
  func requests() throws {
    #expect(try request("nightly", "--count=3") == .job(count: 3))
    #expect(try request("--batch") == .batch)
    let words = ["--cron=@daily", "--suspend=@hourly", "--time-zone=UTC", "--from", "2026-01-01"]
    guard case .rules(let rules) = try request(words) else { throw UsageError("no rules") }
    #expect(rules.start == "@daily" && rules.suspend == "@hourly" && rules.timeZone == "UTC")
    #expect(rules.from == "2026-01-01" && rules.count == 5)
    let refused = [
      [], ["a", "--cron=@daily"], ["a", "--from=2026-01-01"], ["--suspend=@daily"],
      ["--batch", "a"], ["--batch", "--count=1"], ["--cron=@daily", "--count=0"],
    ]
    for words in refused {
      #expect(throws: UsageError.self, "\(words)") { try request(words) }
    }
  }
}

private func berlin() throws -> ZoneRules {
  let file = URL(filePath: "/usr/share/zoneinfo/Europe/Berlin")
  return try ZoneRules(name: "Europe/Berlin", tzif: [UInt8](Data(contentsOf: file)))
}

private func job(_ start: String, suspend: String) throws -> Job {
  let epoch = Instant(seconds: 0)
  let name = try Name("job", of: "job")
  var definition = JobDefinition(name: name, source: name, destination: name, overwrite: .never)
  definition.schedule = ScheduleRule(
    start: try CronRule(start), suspend: try CronRule(suspend), timeZone: "UTC")
  return Job(
    id: JobID(rawValue: 1), version: "v", definition: definition, origin: .api, stateSince: epoch,
    watermark: epoch, created: epoch, modified: epoch)
}

private func moment(_ text: String, in zone: ZoneRules) -> Instant? {
  do { return try MomentText.instant(text, in: zone) } catch { return nil }
}

private func request(_ words: String...) throws -> NextRequest {
  try request(words)
}

private func request(_ words: [String]) throws -> NextRequest {
  guard case .run(let invocation) = try CommandLineParser.parse(["next"] + words) else {
    throw UsageError("text is told instead")
  }
  return try NextRequest(invocation)
}
