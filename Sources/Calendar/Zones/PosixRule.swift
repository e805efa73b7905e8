/// The rule for the far future at the end of a zone file, such as `CET-1CEST,M3.5.0,M10.5.0/3`.
///
/// Source: POSIX.1-2024, Base Definitions, 8.3 (TZ); RFC 9636, section 3.3.
struct PosixRule {
  /// A day of the year and a time on it, on the wall as it is before the change.
  struct Change {
    enum Day {
      /// 1 to 365; 29 February is never counted.
      case julian(Int)
      /// 0 to 365; 29 February is counted.
      case zeroBased(Int)
      /// Week 1 to 5, of which 5 is the last; the weekday's 0 is Sunday.
      case weekday(month: Int, week: Int, weekday: Int)
    }

    var day: Day
    /// Seconds after midnight, within a week on either side.
    var seconds: Int

    /// Seconds on the wall from 1970 to the change in a year.
    func localTime(inYear year: Int) -> Int {
      dayNumber(inYear: year) * 86_400 + seconds
    }

    private func dayNumber(inYear year: Int) -> Int {
      let newYear = CivilDate.daysSinceEpoch(year: year, month: 1, day: 1)
      switch day {
      case .julian(let number):
        return newYear + number - 1 + (number >= 60 && CivilDate.isLeap(year) ? 1 : 0)
      case .zeroBased(let number):
        return newYear + number
      case .weekday(let month, let week, let weekday):
        let first = CivilDate.daysSinceEpoch(year: year, month: month, day: 1)
        let lead = (weekday - CivilDate.weekday(ofDay: first) + 7) % 7
        let length = CivilDate.days(inMonth: month, ofYear: year)
        let day = lead + (week - 1) * 7
        return first + (day < length ? day : day - 7)
      }
    }
  }

  private(set) var standard: ZoneType
  /// The local time between the two changes of a year; nil if there are none.
  private(set) var saving: ZoneType?
  private var begin = Change(day: .zeroBased(0), seconds: 0)
  private var end = Change(day: .zeroBased(0), seconds: 0)

  /// Seconds since the epoch, UTC, of the change away from standard time.
  func savingStart(inYear year: Int) -> Int {
    begin.localTime(inYear: year) - Int(standard.offset)
  }

  /// Seconds since the epoch, UTC, of the change back to standard time.
  func savingEnd(inYear year: Int) -> Int {
    end.localTime(inYear: year) - Int(saving?.offset ?? standard.offset)
  }

  /// The rule that some bytes spell, or nil if they are not one.
  init?(_ text: ArraySlice<UInt8>) {
    var scanner = PosixRuleScanner(text)
    guard let name = scanner.name(), let offset = scanner.offset() else { return nil }
    standard = ZoneType(offset: Int32(offset), abbreviation: name)
    if scanner.isAtEnd { return }
    guard let savingName = scanner.name() else { return nil }
    var savingOffset = offset + 3_600
    if !scanner.take(",") {
      guard let given = scanner.offset(), scanner.take(",") else { return nil }
      savingOffset = given
    }
    saving = ZoneType(offset: Int32(savingOffset), abbreviation: savingName)
    guard let begin = scanner.change(), scanner.take(","), let end = scanner.change(),
      scanner.isAtEnd
    else { return nil }
    self.begin = begin
    self.end = end
  }
}
