import Calendar
import Testing

@Suite struct CivilDateTests {
  @Test("counting days and reading them back agree over 800 years, day by day")
  func roundTrip() throws {
    var expected = try #require(CivilDate(year: 1600, month: 1, day: 1))
    var weekday = 6
    let first = expected.daysSinceEpoch
    for days in first..<first + 2 * 146_097 {
      let date = CivilDate(daysSinceEpoch: days)
      try #require(date == expected && date.daysSinceEpoch == days)
      try #require(date.weekday == weekday)
      weekday = (weekday + 1) % 7
      expected = try #require(
        CivilDate(year: date.year, month: date.month, day: date.day + 1)
          ?? CivilDate(year: date.year, month: date.month + 1, day: 1)
          ?? CivilDate(year: date.year + 1, month: 1, day: 1))
    }
    #expect(expected.description == "2400-01-01")
  }

  @Test("known days have their known numbers")
  func known() {
    let table = [
      (-719_468, "0000-03-01"), (-1, "1969-12-31"), (0, "1970-01-01"), (11_016, "2000-02-29"),
      (19_782, "2024-02-29"), (2_932_896, "9999-12-31"),
    ]
    for (days, text) in table {
      #expect(CivilDate(daysSinceEpoch: days).description == text)
    }
  }

  @Test("dates and times that do not exist are refused, however large the numbers")
  func refused() {
    #expect(CivilDate(year: 2023, month: 2, day: 29) == nil)
    #expect(CivilDate(year: 1900, month: 2, day: 29) == nil)
    #expect(CivilDate(year: 2024, month: 4, day: 31) == nil)
    #expect(CivilDate(year: 2024, month: 0, day: 1) == nil)
    #expect(CivilDate(year: .max, month: 1, day: 1) == nil)
    #expect(CivilDate(year: 2024, month: 1, day: .min) == nil)
    #expect(CivilTime(hour: 24, minute: 0) == nil)
    #expect(CivilTime(hour: 23, minute: 59, second: 60) == nil)
    #expect(CivilDate(daysSinceEpoch: .max) > CivilDate(daysSinceEpoch: .min))
  }

  @Test("dates, times and local times sort and print as ISO 8601 has them")
  func text() throws {
    let local = try localTime("2024-02-09T02:03:04")
    #expect(local.description == "2024-02-09T02:03:04")
    #expect(local == LocalTime(Instant(seconds: 1_707_444_184), in: .utc))
    #expect(try localTime("2024-02-09T02:03:04") < localTime("2024-02-10T00:00:00"))
    #expect(try localTime("2024-02-09T02:03:04") < localTime("2024-02-09T02:03:05"))
    #expect(CivilTime.midnight.description == "00:00:00")
    let before = LocalTime(Instant(microseconds: -1), in: .utc)
    #expect(before.description == "1969-12-31T23:59:59")
  }
}
