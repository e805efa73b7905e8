/// The days that an expression names: the union of everything in its two day fields.
///
/// A field that is free (`*` or `?`) beside a restricted one adds nothing to the union; if both
/// are free, or the union is plainly everything, `days` holds all 31 and the rest is empty. So
/// equal sets of days are equal values.
struct CronDays: Hashable, Sendable {
  /// Every day of every month.
  static let all: UInt32 = 0xFFFF_FFFE

  /// Bit d: day d of the month.
  var days: UInt32 = 0
  /// Bit 31 - n: the n-th day before the last one; a shift puts them at the end of a month.
  var fromLast: UInt32 = 0
  /// Bit d: the working day nearest to day d.
  var nearest: UInt32 = 0
  /// Bit n: the working day nearest to the n-th day before the last one.
  var nearestFromLast: UInt32 = 0
  /// Bit w: weekday w, from Sunday.
  var weekdays: UInt8 = 0
  /// Bit 7(n - 1) + w: the n-th weekday w of the month; n = 6 is the last one.
  var ordinals: UInt64 = 0

  var isEveryDay: Bool { days == Self.all }

  /// Whether days are named by their numbers only, so that no weekday matters.
  var areNumbers: Bool { fromLast | nearest | nearestFromLast == 0 && !hasWeekday }

  /// Whether anything in the day-of-month field restricts the days.
  var hasDayOfMonth: Bool { days | fromLast | nearest | nearestFromLast != 0 }

  /// Whether anything in the weekday field restricts the days.
  var hasWeekday: Bool { weekdays != 0 || ordinals != 0 }

  /// The matching days of a month that begins on a given weekday: bit d for day d.
  func mask(length: Int, firstWeekday: Int) -> UInt32 {
    var mask = days
    if weekdays != 0 { mask |= Self.repeated(weekdays, firstWeekday: firstWeekday) }
    mask |= fromLast >> UInt32(31 - length)
    if nearest | nearestFromLast != 0 {
      addWorkingDays(to: &mask, length: length, firstWeekday: firstWeekday)
    }
    if ordinals != 0 { addOrdinals(to: &mask, length: length, firstWeekday: firstWeekday) }
    return mask & Self.wholeMonth(length)
  }

  /// The days of a month that has so many.
  static func wholeMonth(_ length: Int) -> UInt32 {
    (UInt32.max >> UInt32(31 - length)) & ~1
  }

  /// Whether any of some months ever has a matching day; bit m stands for month m.
  ///
  /// The longest form of each month decides. Every month begins on every weekday within the 400
  /// years of the calendar, and so does a February of 29 days, so weekdays need no search.
  func canMatch(inMonths months: UInt16) -> Bool {
    let lowest = min(days.trailingZeroBitCount, nearest.trailingZeroBitCount)
    let offset = min(fromLast.leadingZeroBitCount, nearestFromLast.trailingZeroBitCount)
    if hasWeekday || lowest <= 28 || offset < 28 { return true }
    var longest = 0
    for month in 1...12 where months.hasBit(month) {
      longest = max(longest, CivilDate.days(inMonth: month, ofYear: 2000))
    }
    return lowest <= longest || offset < longest
  }

  private static func repeated(_ weekdays: UInt8, firstWeekday: Int) -> UInt32 {
    // Five weeks side by side, turned so that the weekday of the 1st comes to bit 1.
    let week = UInt64(weekdays)
    let weeks = week | week << 7 | week << 14 | week << 21 | week << 28 | week << 35
    return UInt32(truncatingIfNeeded: (weeks >> UInt64(firstWeekday)) << 1)
  }

  private func addWorkingDays(to mask: inout UInt32, length: Int, firstWeekday: Int) {
    var wanted = nearest
    var offsets = nearestFromLast
    while offsets != 0 {
      let offset = offsets.trailingZeroBitCount
      offsets &= offsets - 1
      if offset < length { wanted |= 1 << UInt32(length - offset) }
    }
    while wanted != 0 {
      let day = wanted.trailingZeroBitCount
      wanted &= wanted - 1
      guard day <= length else { break }
      mask |= 1 << UInt32(Self.workingDay(near: day, length: length, firstWeekday: firstWeekday))
    }
  }

  /// Monday to Friday nearest to a day, without leaving the month.
  private static func workingDay(near day: Int, length: Int, firstWeekday: Int) -> Int {
    switch (firstWeekday + day - 1) % 7 {
    case 6: day > 1 ? day - 1 : day + 2
    case 0: day < length ? day + 1 : day - 2
    default: day
    }
  }

  private func addOrdinals(to mask: inout UInt32, length: Int, firstWeekday: Int) {
    var rest = ordinals
    while rest != 0 {
      let bit = rest.trailingZeroBitCount
      rest &= rest - 1
      let first = (bit % 7 - firstWeekday + 7) % 7 + 1
      if bit < 35 {
        let day = first + bit / 7 * 7
        if day <= length { mask |= 1 << UInt32(day) }
      } else {
        mask |= 1 << UInt32(first + 28 <= length ? first + 28 : first + 21)
      }
    }
  }
}
