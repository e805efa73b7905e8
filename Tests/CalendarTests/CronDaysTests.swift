import Calendar
import Testing

@Suite struct CronDaysTests {
  /// A day field or two, and what they mean in words of the calendar.
  private typealias Row = (fields: String, matches: @Sendable (CivilDate) -> Bool)

  private static let table: [Row] = [
    ("L * *", { $0.day == length($0) }),
    ("L-3 * *", { $0.day == length($0) - 3 }),
    ("L-30 * *", { $0.day == length($0) - 30 }),
    ("15W * *", { $0 == workingDay(near: 15, of: $0) }),
    ("1W * *", { $0 == workingDay(near: 1, of: $0) }),
    ("31W * *", { $0 == workingDay(near: 31, of: $0) }),
    ("29W 2 *", { $0.month == 2 && $0 == workingDay(near: 29, of: $0) }),
    ("LW * *", { $0 == workingDay(near: length($0), of: $0) }),
    ("L-5W * *", { $0 == workingDay(near: length($0) - 5, of: $0) }),
    ("* * FRI#2", { $0.weekday == 5 && (8...14).contains($0.day) }),
    ("* * 0#5", { $0.weekday == 0 && $0.day >= 29 }),
    ("* 2 MON#5", { $0.month == 2 && $0.weekday == 1 && $0.day == 29 }),
    ("* * SATL", { $0.weekday == 6 && $0.day + 7 > length($0) }),
    ("13 * FRI", { $0.day == 13 || $0.weekday == 5 }),
    (
      "L * MON#1,THUL",
      { date in
        date.day == length(date) || date.weekday == 1 && date.day <= 7
          || date.weekday == 4 && date.day + 7 > length(date)
      }
    ),
    (
      "1W,15,LW 1,6 *",
      { date in
        [1, 6].contains(date.month)
          && (date == workingDay(near: 1, of: date) || date.day == 15
            || date == workingDay(near: length(date), of: date))
      }
    ),
  ]

  @Test("the days of each field are those that its meaning in words picks, over 100 years")
  func days() throws {
    let first = try #require(CivilDate(year: 1999, month: 1, day: 1)).daysSinceEpoch
    let last = try #require(CivilDate(year: 2099, month: 1, day: 1)).daysSinceEpoch
    for row in Self.table {
      let expression = try CronExpression("0 0 0 \(row.fields)")
      let expected = (first..<last).filter { row.matches(CivilDate(daysSinceEpoch: $0)) }
      var found: [Int] = []
      var instant = Instant(seconds: Int64(first) * 86_400 - 1)
      while let next = expression.next(after: instant, in: .utc), next.seconds < last * 86_400 {
        found.append(Int(next.seconds / 86_400))
        instant = next
      }
      #expect(found == expected, "\(row.fields)")
    }
  }

  private static func length(_ date: CivilDate) -> Int {
    CivilDate.days(inMonth: date.month, ofYear: date.year)
  }

  /// The nearest Monday to Friday within the month of a date, found by trying; nil if the month
  /// has no such day to begin with.
  private static func workingDay(near day: Int, of date: CivilDate) -> CivilDate? {
    guard CivilDate(year: date.year, month: date.month, day: day) != nil else { return nil }
    for candidate in [day, day - 1, day + 1, day - 2, day + 2] {
      guard let found = CivilDate(year: date.year, month: date.month, day: candidate) else {
        continue
      }
      if (1...5).contains(found.weekday) { return found }
    }
    return nil
  }
}
