/// A date of the proleptic Gregorian calendar, without a time or a zone.
///
/// Source of the arithmetic: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
public struct CivilDate: Hashable, Sendable {
  /// The astronomical year: 0 is 1 BC.
  public let year: Int
  /// The month, 1 to 12.
  public let month: Int
  /// The day of the month, 1 to 31.
  public let day: Int

  /// The date with these parts, or nil if the calendar has no such date.
  ///
  /// Years are bounded to ten million on either side, so that no later arithmetic overflows.
  public init?(year: Int, month: Int, day: Int) {
    guard (-10_000_000...10_000_000).contains(year), (1...12).contains(month),
      day >= 1, day <= Self.days(inMonth: month, ofYear: year)
    else { return nil }
    self.init(uncheckedYear: year, month: month, day: day)
  }

  /// The date so many days after 1970-01-01; out of range is cut to the nearest date.
  public init(daysSinceEpoch days: Int) {
    let shifted = min(max(days, -3_600_000_000), 3_600_000_000) + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    self.init(
      uncheckedYear: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month: month,
      day: dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }

  private init(uncheckedYear year: Int, month: Int, day: Int) {
    self.year = year
    self.month = month
    self.day = day
  }

  /// Days from 1970-01-01 to this date; negative before it.
  public var daysSinceEpoch: Int {
    Self.daysSinceEpoch(year: year, month: month, day: day)
  }

  /// The day of the week: 0 is Sunday, 6 is Saturday.
  public var weekday: Int {
    Self.weekday(ofDay: daysSinceEpoch)
  }

  /// The number of days of a month; the month is 1 to 12.
  public static func days(inMonth month: Int, ofYear year: Int) -> Int {
    if month == 2 { return isLeap(year) ? 29 : 28 }
    // August starts the alternation of long and short months again.
    return 30 + ((month + (month >> 3)) & 1)
  }

  /// Whether a year has a 29 February.
  public static func isLeap(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  /// Days from 1970-01-01 to a date whose parts are known to be in range.
  static func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// The day of the week, 0 is Sunday, of a day counted from 1970-01-01, a Thursday.
  static func weekday(ofDay days: Int) -> Int {
    let remainder = (days + 4) % 7
    return remainder < 0 ? remainder + 7 : remainder
  }
}

extension CivilDate: Comparable {
  /// Whether one date is before another.
  public static func < (left: CivilDate, right: CivilDate) -> Bool {
    (left.year, left.month, left.day) < (right.year, right.month, right.day)
  }
}

extension CivilDate: CustomStringConvertible {
  /// The date as ISO 8601 writes it: `2024-02-29`.
  public var description: String {
    let text = year < 0 ? "-\(padded(-year, 4))" : padded(year, 4)
    return "\(text)-\(padded(month, 2))-\(padded(day, 2))"
  }
}

/// A number with leading zeros up to a width.
func padded(_ number: Int, _ width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}
