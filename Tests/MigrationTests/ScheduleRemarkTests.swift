import Calendar
import Migration
import Testing

@Suite struct ScheduleRemarkTests {
  @Test("a schedule that never fires, or too often, is refused with the instant or the interval")
  func problems() throws {
    for (start, least, bounds, expected) in problemCases {
      var rule = ScheduleRule(start: try CronRule(start))
      (rule.notBefore, rule.notAfter) = bounds
      let problem = rule.problem(in: .utc, after: day(0), least: least * 1_000_000)
      if let expected {
        #expect(problem?.contains(expected) == true, "\(start): \(problem ?? "accepted")")
      } else {
        #expect(problem == nil, "\(start)")
      }
    }
    var own = ScheduleRule(start: try CronRule("0 */5 * * * *"))
    own.minInterval = 600_000_000
    #expect(own.problem(in: .utc, after: day(0), least: 1_000_000) != nil)
    #expect(ScheduleRule().problem(in: .utc, after: day(0), least: 1_000_000) == nil)
  }

  @Test("what is odd about an accepted schedule is said, what is usual is not")
  func warnings() throws {
    for (start, suspend, expected) in warningCases {
      let rule = ScheduleRule(
        start: try start.map { try CronRule($0) }, suspend: try suspend.map { try CronRule($0) })
      let found = rule.warnings(in: .utc, now: day(0))
      #expect(found.count == expected.count, "\(start ?? "-") \(suspend ?? "-"): \(found)")
      for (text, part) in zip(found, expected) {
        #expect(text.description.contains(part), "\(text)")
      }
    }
    var over = ScheduleRule(start: try CronRule("0 0 2 * * *"))
    over.notAfter = day(1)
    #expect(
      over.warnings(in: .utc, now: day(2)).last?.description.contains("NotAfter is over") == true)
    over.suspend = try CronRule("0 0 6 * * *")
    over.notAfter = day(0).advanced(byMicroseconds: 5 * 3_600_000_000)
    let found = over.warnings(in: .utc, now: day(0))
    #expect(
      found.map(\.description) == [
        "no start follows the one at 2026-01-01T02:00:00+00:00, by NotAfter: a run that the "
          + "suspend rule pauses at 2026-01-01T06:00:00+00:00 waits for a hand"
      ])
    #expect(found.map(\.rule) == [.suspend])
    over.suspend = try CronRule("0 0 6 1 1 *")
    over.notAfter = nil
    #expect(over.warnings(in: .utc, now: day(0)).isEmpty)
  }

  @Test("a length of time is written in the largest unit that says it whole")
  func durations() {
    let cases: [(Int64, String)] = [
      (0, "0s"), (1, "1s"), (90, "90s"), (300, "5m"), (5_400, "90m"), (7_200, "2h"),
      (86_400, "1d"), (604_800, "7d"), (90_000, "25h"),
    ]
    for (seconds, text) in cases {
      #expect(DurationText.text(microseconds: seconds * 1_000_000) == text)
    }
  }
}

private func day(_ day: Int64) -> Instant { Instant(seconds: 1_767_225_600 + day * 86_400) }

/// Start rule, least seconds between slots, bounds, part of what is said.
private let problemCases: [(String, Int64, (Instant?, Instant?), String?)] = [
  ("0 0 2 * * *", 86_400, (nil, nil), nil),
  ("0 0 2 * * *", 86_401, (nil, nil), "1d after the time before; MinScheduleInterval is 86401s"),
  ("* * * * * *", 1, (nil, nil), nil),
  ("* * * * * *", 2, (nil, nil), "1s after the time before; MinScheduleInterval is 2s"),
  ("0 */7 * * * *", 300, (nil, nil), "4m after the time before; MinScheduleInterval is 5m"),
  ("0 0,1 0 29 2 *", 3_600, (nil, nil), "1m after"),
  ("0 0 2 * * *", 1, (day(2), day(1)), "comes before NotBefore"),
  ("0 0 2 * * *", 1, (nil, day(0)), "never fires until 2026-01-01T00:00:00+00:00"),
  ("0 0 2 * * *", 1, (day(9), day(9)), "never fires until"),
  ("0 0 2 * * *", 1, (day(9), day(10)), nil),
]

/// Start rule, suspend rule, part of each sentence.
private let warningCases: [(String?, String?, [String])] = [
  ("0 0 2 * * *", nil, []),
  ("0 0 2 * * *", "0 0 6 * * *", []),
  ("0 0 * * * *", "0 0 6 * * *", []),
  (nil, "0 0 6 * * *", ["no start rule"]),
  ("0 0 6 * * *", "0 0 6 * * *", ["a tie is a pause"]),
  ("0 0 6 * * *", "0 0 * * * *", ["a tie is a pause"]),
  ("0 0 2 31 * *", nil, ["the start rule: months without this day"]),
  ("0 0 2 * * *", "0 1/7 * * * *", []),
  (
    "0 0 2 * * *", "0 */7 * * * *",
    ["the suspend rule: the step of the minute field", "a tie is a pause"]
  ),
]
