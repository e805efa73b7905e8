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
    // The rest of the day first: it tells with which day to begin, so that one search is enough.
    guard let time = times.first(from: second - day * 86_400) else {
      return startOfRuns(onDay: firstDay(from: day + 1))
    }
    let matching = firstDay(from: day)
    return matching == day ? day * 86_400 + time : startOfRuns(onDay: matching)
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

  /// How many matching seconds there are from one to another, the latter not counted.
  func countLocal(from first: Int, to end: Int) -> Int {
    let first = max(first, 0)
    let end = min(end, Self.localEnd)
    guard first < end else { return 0 }
    let (firstDay, lastDay) = (first / 86_400, end / 86_400)
    let perDay = times.count(below: 86_400)
    // Whole days, then what the first lacks and the last has.
    var count = countDays(from: firstDay, to: lastDay) * perDay
    if self.firstDay(from: firstDay) == firstDay {
      count -= times.count(below: first - firstDay * 86_400)
    }
    if lastDay < Self.dayEnd, self.firstDay(from: lastDay) == lastDay {
      count += times.count(below: end - lastDay * 86_400)
    }
    return count
  }

  private func countDays(from first: Int, to end: Int) -> Int {
    if isEveryDay { return max(0, end - first) }
    var count = 0
    var day = firstDay(from: first)
    while day < end {
      count += 1
      day = firstDay(from: day + 1)
    }
    return count
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
    if months.hasBit(month) {
      let firstOfMonth = day - date.day + 1
      let found = mask(year, month, firstOfMonth) & (UInt32.max << UInt32(date.day))
      if found != 0 { return firstOfMonth + found.trailingZeroBitCount - 1 }
    }
    let areNumbers = days.areNumbers
    while true {
      // The next month that is asked for: a later one of this year, or the first of the next.
      let later = months & (UInt16.max << UInt16(month + 1))
      if later != 0 {
        month = later.trailingZeroBitCount
      } else {
        month = months.trailingZeroBitCount
        year += 1
        guard year < 10_000 else { return Self.dayEnd }
      }
      if areNumbers {
        // Where the month begins does not matter until one is found.
        let length = CivilDate.days(inMonth: month, ofYear: year)
        let found = days.days & CronDays.wholeMonth(length)
        if found == 0 { continue }
        return CivilDate.daysSinceEpoch(year: year, month: month, day: found.trailingZeroBitCount)
      }
      let firstOfMonth = CivilDate.daysSinceEpoch(year: year, month: month, day: 1)
      let found = mask(year, month, firstOfMonth)
      if found != 0 { return firstOfMonth + found.trailingZeroBitCount - 1 }
    }
  }

  private func lastDay(upTo day: Int) -> Int {
    if isEveryDay || day < 0 { return day }
    let date = CivilDate(daysSinceEpoch: day)
    var year = date.year
    var month = date.month
    var firstOfMonth = day - date.day + 1
    var wanted = UInt32.max >> UInt32(31 - date.day)
    while year >= 1970 {
      if months.hasBit(month) {
        let found = mask(year, month, firstOfMonth) & wanted
        if found != 0 { return firstOfMonth + found.highestBit - 1 }
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

  private func mask(_ year: Int, _ month: Int, _ firstOfMonth: Int) -> UInt32 {
    days.mask(
      length: CivilDate.days(inMonth: month, ofYear: year),
      firstWeekday: CivilDate.weekday(ofDay: firstOfMonth))
  }
}
