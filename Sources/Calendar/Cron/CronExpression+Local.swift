/// The search on the wall's own time line, which knows no zone: seconds since 1970-01-01 00:00:00
/// of a wall that never changes.
extension CronExpression {
  /// The first second after the last day of the year 9999.
  static let localEnd = 253_402_300_800

  /// The first matching second from a given one on; `localEnd` if there is none.
  func firstLocal(from second: Int) -> Int {
    let second = max(second, 0)
    guard second < Self.localEnd else { return Self.localEnd }
    let day = second / 86_400
    let matching = firstDay(from: day)
    if matching == day {
      if let time = times.first(from: second - day * 86_400) { return day * 86_400 + time }
      return startOfRuns(onDay: firstDay(from: day + 1))
    }
    return startOfRuns(onDay: matching)
  }

  /// The last matching second up to and with a given one; -1 if there is none.
  func lastLocal(upTo second: Int) -> Int {
    guard second >= 0 else { return -1 }
    let second = min(second, Self.localEnd - 1)
    let day = second / 86_400
    var matching = lastDay(upTo: day)
    if matching == day {
      if let time = times.last(upTo: second - day * 86_400) { return day * 86_400 + time }
      matching = lastDay(upTo: day - 1)
    }
    guard matching >= 0 else { return -1 }
    return matching * 86_400 + times.hours.highestBit * 3_600 + times.minutes.highestBit * 60
      + times.seconds.highestBit
  }

  private static let dayEnd = localEnd / 86_400
  private static let everyMonth: UInt16 = 0x1FFE

  private var isEveryDay: Bool { days.isEveryDay && months == Self.everyMonth }

  private func startOfRuns(onDay day: Int) -> Int {
    guard day < Self.dayEnd else { return Self.localEnd }
    return day * 86_400 + times.hours.trailingZeroBitCount * 3_600
      + times.minutes.trailingZeroBitCount * 60 + times.seconds.trailingZeroBitCount
  }

  private func firstDay(from day: Int) -> Int {
    if isEveryDay { return day }
    let date = CivilDate(daysSinceEpoch: day)
    var year = date.year
    var month = date.month
    var firstOfMonth = day - date.day + 1
    var wanted = UInt32.max << UInt32(date.day)
    while year < 10_000 {
      if months.hasBit(month), let found = match(year, month, firstOfMonth, wanted) {
        return firstOfMonth + found.trailingZeroBitCount - 1
      }
      if let next = months.lowestBit(from: month + 1) {
        month = next
      } else {
        month = months.trailingZeroBitCount
        year += 1
      }
      firstOfMonth = CivilDate.daysSinceEpoch(year: year, month: month, day: 1)
      wanted = .max
    }
    return Self.dayEnd
  }

  private func lastDay(upTo day: Int) -> Int {
    if isEveryDay || day < 0 { return day }
    let date = CivilDate(daysSinceEpoch: day)
    var year = date.year
    var month = date.month
    var firstOfMonth = day - date.day + 1
    var wanted = UInt32.max >> UInt32(31 - date.day)
    while year >= 1970 {
      if months.hasBit(month), let found = match(year, month, firstOfMonth, wanted) {
        return firstOfMonth + found.highestBit - 1
      }
      if let previous = months.highestBit(upTo: month - 1) {
        month = previous
      } else {
        month = months.highestBit
        year -= 1
      }
      firstOfMonth = CivilDate.daysSinceEpoch(year: year, month: month, day: 1)
      wanted = .max
    }
    return -1
  }

  private func match(_ year: Int, _ month: Int, _ firstOfMonth: Int, _ wanted: UInt32) -> UInt32? {
    let mask =
      wanted
      & days.mask(
        length: CivilDate.days(inMonth: month, ofYear: year),
        firstWeekday: CivilDate.weekday(ofDay: firstOfMonth))
    return mask == 0 ? nil : mask
  }
}
