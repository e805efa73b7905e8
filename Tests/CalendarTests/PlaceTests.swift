import Calendar
import Testing

/// The changes of the clock by which schedulers have become known, each by its place.
@Suite struct PlaceTests {
  @Test("Lisbon: one in the morning on the day that has none runs at two, and the search ends")
  func lisbon() throws {
    try expect(
      "0 0 1 30 3 *", "Europe/Lisbon", after: "2025-03-01T00:00:00",
      "2025-03-30T02:00:00+01:00", "2026-03-30T01:00:00+01:00")
  }

  @Test("Lord Howe: half an hour is lost and repeated")
  func lordHowe() throws {
    try expect(
      "0 15 2 * * *", "Australia/Lord_Howe", after: "2024-10-05T12:00:00",
      "2024-10-06T02:30:00+11:00", "2024-10-07T02:15:00+11:00")
    try expect(
      "0 45 1 * * *", "Australia/Lord_Howe", after: "2025-04-05T12:00:00",
      "2025-04-06T01:45:00+11:00", "2025-04-07T01:45:00+10:30")
  }

  @Test("Casablanca: the clock goes back for Ramadan, and forward after it")
  func casablanca() throws {
    try expect(
      "0 30 2 * * *", "Africa/Casablanca", after: "2024-03-09T12:00:00",
      "2024-03-10T02:30:00+01:00", "2024-03-11T02:30:00+00:00")
    try expect(
      "0 30 2 * * *", "Africa/Casablanca", after: "2024-04-13T12:00:00",
      "2024-04-14T03:00:00+01:00", "2024-04-15T02:30:00+01:00")
  }

  @Test("Apia: a day that never was is not made up")
  func apia() throws {
    try expect(
      "0 0 0 * * *", "Pacific/Apia", after: "2011-12-29T12:00:00",
      "2011-12-31T00:00:00+14:00", "2012-01-01T00:00:00+14:00")
    try expect(
      "0 0 12 30 12 *", "Pacific/Apia", after: "2011-12-01T00:00:00", "2012-12-30T12:00:00+14:00")
  }

  @Test("Sao Paulo and Beirut: midnight is lost")
  func midnight() throws {
    try expect(
      "0 0 0 * * *", "America/Sao_Paulo", after: "2018-11-03T12:00:00",
      "2018-11-04T01:00:00-02:00", "2018-11-05T00:00:00-02:00")
    try expect(
      "0 0 0 * * *", "Asia/Beirut", after: "2024-03-30T12:00:00",
      "2024-03-31T01:00:00+03:00", "2024-04-01T00:00:00+03:00")
  }

  @Test("Nuuk: what Saturday night loses runs on Sunday and counts as Saturday's")
  func nuuk() throws {
    try expect(
      "0 30 23 * * SAT", "America/Nuuk", after: "2024-03-30T12:00:00",
      "2024-03-31T00:00:00-01:00", "2024-04-06T23:30:00-01:00")
  }

  @Test("Troll: two hours are lost, and two slots in them are one run")
  func troll() throws {
    try expect(
      "0 30 1,2 * * *", "Antarctica/Troll", after: "2024-03-30T12:00:00",
      "2024-03-31T03:00:00+02:00", "2024-04-01T01:30:00+02:00")
  }

  @Test("Chatham and Kathmandu: quarters of an hour")
  func quarters() throws {
    try expect(
      "0 0 3 * * *", "Pacific/Chatham", after: "2024-09-28T12:00:00",
      "2024-09-29T03:45:00+13:45", "2024-09-30T03:00:00+13:45")
    try expect(
      "0 0 2 * * *", "Asia/Kathmandu", after: "2024-01-01T00:00:00", "2024-01-01T02:00:00+05:45")
  }

  @Test("Berlin: every two hours is once at two, every quarter of the lost hour once at its end")
  func berlin() throws {
    try expect(
      "0 0 */2 * * *", "Europe/Berlin", after: "2024-10-27T01:00:00",
      "2024-10-27T02:00:00+02:00", "2024-10-27T04:00:00+01:00")
    try expect(
      "0 */15 2 * * *", "Europe/Berlin", after: "2024-03-30T12:00:00",
      "2024-03-31T03:00:00+02:00", "2024-04-01T02:00:00+02:00")
  }

  @Test("New York: an appointment does not run again in the second pass, seconds go on in both")
  func newYork() throws {
    try expect(
      "0 30 1 * * *", "America/New_York", after: "2024-11-03T00:00:00",
      "2024-11-03T01:30:00-04:00", "2024-11-04T01:30:00-05:00")
    let zone = try hostZone("America/New_York")
    // Ten past one in the second pass, and ten seconds before each of the changes.
    let cases: [(String, Int64, String)] = [
      ("0 30 1 * * *", 1_730_614_200, "2024-11-04T01:30:00-05:00"),
      ("*/20 * * * * *", 1_730_613_590, "2024-11-03T01:00:00-05:00"),
      ("*/20 * * * * *", 1_710_053_990, "2024-03-10T03:00:00-04:00"),
    ]
    for (text, second, expected) in cases {
      let next = try CronExpression(text).next(after: Instant(seconds: second), in: zone)
      #expect(next.map { zone.text(of: $0) } == expected, "\(text) after \(second)")
    }
  }

  @Test("each instant says whether it is made up or comes twice")
  func effects() throws {
    let zone = try hostZone("Europe/Berlin")
    let gap = try CronExpression("0 30 2 * * *")
    let end = zone.instants(of: try localTime("2024-03-31T03:00:00")).first
    #expect(
      gap.clockEffect(at: end, in: zone)
        == .madeUp(
          from: try localTime("2024-03-31T02:00:00"), to: try localTime("2024-03-31T03:00:00")))
    #expect(try CronExpression("0 0 3 * * *").clockEffect(at: end, in: zone) == nil)
    let hourly = try CronExpression("0 0 * * * *")
    let two = zone.instants(of: try localTime("2024-10-27T02:00:00"))
    guard case .fold(let first, let second) = two else {
      Issue.record("two in the morning comes twice on that day")
      return
    }
    #expect(hourly.clockEffect(at: first, in: zone) == .firstPass)
    #expect(hourly.clockEffect(at: second, in: zone) == .secondPass)
    #expect(hourly.clockEffect(at: Instant(seconds: 0), in: zone) == nil)
    #expect(hourly.clockEffect(at: Instant(microseconds: .max), in: .utc) == nil)
  }
}

private func expect(
  _ text: String, _ name: String, after local: String, _ expected: String...
) throws {
  let zone = try hostZone(name)
  let expression = try CronExpression(text)
  var instant = zone.instants(of: try localTime(local)).first
  for wanted in expected {
    let next = try #require(expression.next(after: instant, in: zone), "\(text) in \(name)")
    #expect(zone.text(of: next) == wanted, "\(text) in \(name)")
    instant = next
  }
}
