import Calendar
import Migration
import Testing

@Suite struct DueSlotsTests {
  @Test("a due start rule is on time, made up for, or missed, by the clock and its policy")
  func table() throws {
    for row in rows {
      var rule = ScheduleRule(start: try CronRule("0 0 2 * * *"), catchUp: row.policy)
      rule.suspend = try row.suspend.map { try CronRule($0) }
      rule.catchUpWindow = row.window
      let slots = DueSlots(rule, due: at(1, 2), now: at(row.now), zone: .utc)
      #expect(shown(slots) == row.expected, "\(row)")
    }
  }

  @Test("missed slots are counted, however many there are")
  func countsAll() throws {
    let rule = ScheduleRule(start: try CronRule("* * * * * *"), catchUp: .skip)
    let now = Instant(seconds: 3_000_000)
    let slots = try #require(
      DueSlots(rule, due: Instant(seconds: 1_000_000), now: now, zone: .utc))
    #expect(slots.start?.slot == now)
    #expect(slots.missed?.count == 2_000_000)
    #expect(slots.missed?.first == Instant(seconds: 1_000_000))
    #expect(slots.missed?.last == Instant(seconds: 2_999_999))
    #expect(slots.next == Instant(seconds: 3_000_001))
  }

  @Test("a due instant that is no slot of the rule is not counted as one")
  func dueBetweenSlots() throws {
    let rule = ScheduleRule(start: try CronRule("0 0 2 * * *"), catchUp: .skip)
    let slots = try #require(
      DueSlots(rule, due: at(1, 1, 30), now: at(3, 5), zone: .utc))
    #expect(slots.missed?.first == at(1, 2))
    #expect(slots.missed?.count == 3)
  }

  @Test("up to the watermark a slot is acted on in time only, and slots before it are nobody's")
  func watermark() throws {
    let rule = ScheduleRule(start: try CronRule("0 0 2 * * *"))
    func slots(now: Instant, _ watermark: Instant) -> String {
      shown(DueSlots(rule, due: at(1, 2), now: now, zone: .utc, watermark: watermark))
    }
    #expect(slots(now: at(1, 2, 0, 5), at(7, 2)) == "schedule 1 02:00, next 2 02:00")
    #expect(
      slots(now: at(2, 3), at(7, 2)) == "missed 2: 1 02:00 … 2 02:00, next 3 02:00")
    #expect(
      slots(now: at(8, 3), at(6, 2))
        == "missed 1: 7 02:00 … 7 02:00, catchup 8 02:00, next 9 02:00")
    #expect(slots(now: at(8, 3), at(7, 2)) == "catchup 8 02:00, next 9 02:00")
    #expect(
      slots(now: at(8, 3), at(8, 2)) == "missed 8: 1 02:00 … 8 02:00, next 9 02:00")
  }

  @Test("without a start rule nothing is ever due")
  func noRule() {
    #expect(DueSlots(ScheduleRule(), due: at(1, 2), now: at(2, 2), zone: .utc) == nil)
  }
}

private struct Row {
  var now: (day: Int64, hour: Int64, minute: Int64, second: Int64)
  var policy = ScheduleRule.CatchUp.once
  var window = ScheduleRule.day
  var suspend: String?
  var expected: String
}

private let hour: Int64 = 3_600_000_000

/// A daily rule at 02:00 that is due on day 1.
private let rows = [
  // On time, to the second and up to a minute late.
  Row(now: (1, 2, 0, 0), expected: "schedule 1 02:00, next 2 02:00"),
  Row(now: (1, 2, 1, 0), expected: "schedule 1 02:00, next 2 02:00"),
  Row(now: (1, 2, 1, 0), policy: .skip, expected: "schedule 1 02:00, next 2 02:00"),
  // Late.
  Row(now: (1, 2, 1, 1), expected: "catchup 1 02:00, next 2 02:00"),
  Row(
    now: (1, 2, 1, 1), policy: .skip, expected: "missed 1: 1 02:00 … 1 02:00, next 2 02:00"),
  Row(now: (2, 1, 59, 59), expected: "catchup 1 02:00, next 2 02:00"),
  Row(
    now: (1, 5, 0, 0), window: 3 * hour, expected: "catchup 1 02:00, next 2 02:00"),
  Row(
    now: (1, 5, 0, 1), window: 3 * hour, expected: "missed 1: 1 02:00 … 1 02:00, next 2 02:00"),
  Row(
    now: (1, 5, 0, 0), window: 0, expected: "missed 1: 1 02:00 … 1 02:00, next 2 02:00"),
  // Several came: the newest counts, the others are missed.
  Row(
    now: (4, 2, 0, 10), expected: "missed 3: 1 02:00 … 3 02:00, schedule 4 02:00, next 5 02:00"),
  Row(
    now: (4, 7, 0, 0), expected: "missed 3: 1 02:00 … 3 02:00, catchup 4 02:00, next 5 02:00"),
  Row(
    now: (4, 7, 0, 0), policy: .skip, expected: "missed 4: 1 02:00 … 4 02:00, next 5 02:00"),
  // The suspend rule has closed the window since, or at the same instant, or long before.
  Row(
    now: (1, 7, 0, 0), suspend: "0 0 6 * * *",
    expected: "missed 1: 1 02:00 … 1 02:00, next 2 02:00"),
  Row(
    now: (1, 7, 0, 0), suspend: "0 0 2 * * *",
    expected: "missed 1: 1 02:00 … 1 02:00, next 2 02:00"),
  Row(
    now: (1, 5, 59, 59), suspend: "0 0 6 * * *", expected: "catchup 1 02:00, next 2 02:00"),
  // The clock was set back before the slot.
  Row(now: (1, 1, 59, 59), expected: "nothing"),
  Row(now: (0, 2, 0, 0), expected: "nothing"),
]

private func at(_ day: Int64, _ hour: Int64, _ minute: Int64 = 0, _ second: Int64 = 0) -> Instant {
  Instant(seconds: day * 86_400 + hour * 3_600 + minute * 60 + second)
}

private func at(_ time: (day: Int64, hour: Int64, minute: Int64, second: Int64)) -> Instant {
  at(time.day, time.hour, time.minute, time.second)
}

private func shown(_ slots: DueSlots?) -> String {
  guard let slots else { return "nothing" }
  var parts: [String] = []
  if let missed = slots.missed {
    parts.append("missed \(missed.count): \(shown(missed.first)) … \(shown(missed.last))")
  }
  if let (slot, trigger) = slots.start { parts.append("\(trigger.rawValue) \(shown(slot))") }
  parts.append("next \(slots.next.map(shown) ?? "never")")
  return parts.joined(separator: ", ")
}

private func shown(_ instant: Instant) -> String {
  let (day, rest) = instant.seconds.quotientAndRemainder(dividingBy: 86_400)
  let (hour, minute) = (rest / 3_600, rest / 60 % 60)
  return "\(day) \(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
}
