/// What is noteworthy about the way an expression was written, although it is accepted.
struct CronRemarks: OptionSet, Sendable {
  let rawValue: UInt8

  static let bothDayFields = CronRemarks(rawValue: 1 << 0)
  static let unevenSecond = CronRemarks(rawValue: 1 << 1)
  static let unevenMinute = CronRemarks(rawValue: 1 << 2)
  static let unevenHour = CronRemarks(rawValue: 1 << 3)
  static let unevenDay = CronRemarks(rawValue: 1 << 4)
  static let withinMinute = CronRemarks(rawValue: 1 << 5)
  static let lateDay = CronRemarks(rawValue: 1 << 6)
  static let looksLikeQuartz = CronRemarks(rawValue: 1 << 7)

  /// What to say about `*/n` in a field whose size n does not divide; empty for other fields.
  static func unevenStep(_ step: Int, of field: CronField) -> CronRemarks {
    switch field {
    case .second where 60 % step != 0: .unevenSecond
    case .minute where 60 % step != 0: .unevenMinute
    case .hour where 24 % step != 0: .unevenHour
    // Months differ in length, so no step but the whole field divides them all.
    case .dayOfMonth where step < field.size: .unevenDay
    default: []
    }
  }
}

extension CronExpression {
  /// What its author should know about an expression that is accepted; a sentence each, without a
  /// full stop, most surprising first.
  public var warnings: [String] {
    var warnings: [String] = []
    if remarks.contains(.bothDayFields) {
      let rule = "both day fields are restricted, so a day that matches either of them matches: "
      warnings.append(
        rule
          + (days.isEveryDay
            ? "here that is every day"
            : "day of month \(dayOfMonthText), and also weekday \(weekdayText)"))
    }
    if remarks.contains(.looksLikeQuartz) {
      warnings.append(
        "this looks like Quartz, which counts weekdays from Sunday = 1; here it is Monday, and "
          + "this field means \(weekdayText)")
    }
    let uneven: [(CronRemarks, String, String)] = [
      (.unevenSecond, "second", "minute"), (.unevenMinute, "minute", "hour"),
      (.unevenHour, "hour", "day"), (.unevenDay, "day", "month"),
    ]
    for (remark, unit, whole) in uneven where remarks.contains(remark) {
      warnings.append(
        "the step of the \(unit) field starts again with every \(whole), so the last interval of a "
          + "\(whole) is shorter")
    }
    if remarks.contains(.withinMinute) {
      warnings.append("the second field repeats: this starts several times a minute")
    }
    if remarks.contains(.lateDay) {
      warnings.append(
        "months without this day of month are skipped; L is the last day of any month")
    }
    return warnings
  }
}
