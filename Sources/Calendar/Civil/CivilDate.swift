/// A date of the proleptic Gregorian calendar, without a time or a zone.
///
/// Source of the arithmetic: C. Neri and L. Schneider, "Euclidean affine functions and their
/// application to calendar algorithms", Software: Practice and Experience 53 (2023).
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
    let bounded = min(max(days, -3_600_000_000), 3_600_000_000)
    // Counted from a 1 March long ago, so that nothing is negative.
    let number = UInt64(bitPattern: Int64(bounded &+ Self.daysToEpoch))
    let centuries = 4 &* number &+ 3
    let century = centuries / 146_097
    let yearProduct = 2_939_745 &* ((centuries % 146_097) | 3)
    let dayOfYear = (yearProduct & 0xFFFF_FFFF) / 2_939_745 / 4
    let monthProduct = 2_141 &* dayOfYear &+ 197_913
    let isNextYear = dayOfYear >= 306
    let month = Int(monthProduct >> 16)
    let year = Int(100 &* century &+ yearProduct >> 32) &- Self.yearsToEpoch
    self.init(
      uncheckedYear: isNextYear ? year &+ 1 : year, month: isNextYear ? month &- 12 : month,
      day: Int((monthProduct & 0xFFFF) / 2_141) &+ 1)
  }

  /// Years from the beginning of the count to the year 0: 26 000 times the 400 years after which
  /// the calendar repeats.
  private static let yearsToEpoch = 26_000 * 400
  /// Days from the beginning of the count to 1970-01-01.
  private static let daysToEpoch = 26_000 * 146_097 + 719_468

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
    // January and February are the last months of the year that began in March.
    let isLate = month <= 2
    let years = UInt64(bitPattern: Int64((isLate ? year &- 1 : year) &+ yearsToEpoch))
    let months = isLate ? month &+ 12 : month
    let century = years / 100
    let days = 1_461 &* years / 4 &- century &+ century / 4
    return Int(days) &+ (979 &* months &- 2_919) >> 5 &+ day &- 1 &- daysToEpoch
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
