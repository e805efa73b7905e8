/// A schedule in the six fields of cron: second, minute, hour, day of month, month, weekday.
///
/// Values, lists, ranges (also across the end of a field), steps, names, `?`, `L`, `L-n`, `LW`,
/// `nW`, `d#n`, `dL` and the macros from `@yearly` to `@hourly`. If both day fields are restricted,
/// a day that matches either of them matches (POSIX crontab). Two expressions are equal if they
/// name the same instants in the same way of treating clock changes.
public struct CronExpression: Sendable {
  var times = CronTimes()
  var days = CronDays()
  /// Bit m: month m.
  var months: UInt16 = 0
  /// Whether the job follows elapsed time through a clock change, instead of running once for
  /// each time on the wall.
  var isRepeating = false
  /// How it was written; says nothing about when it runs.
  var remarks: CronRemarks = []

  /// The zone of a `CRON_TZ=` or `TZ=` prefix, or nil; whether there is such a zone is for others
  /// to say.
  public internal(set) var zoneName: String?

  /// Reads an expression.
  ///
  /// - Parameter text: At most 1024 bytes; blanks at either end are ignored.
  /// - Throws: `CronError` if the text is not an expression, or names no date that ever comes.
  public init(_ text: String) throws(CronError) {
    var parser = CronParser(text)
    self = try parser.parse()
  }

  /// An expression that names nothing yet.
  init() {}
}

extension CronExpression: Hashable {
  /// Whether two expressions name the same instants of the same zone.
  public static func == (left: CronExpression, right: CronExpression) -> Bool {
    left.times == right.times && left.days == right.days && left.months == right.months
      && left.isRepeating == right.isRepeating && left.zoneName == right.zoneName
  }

  /// Feeds everything that equality compares.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(times)
    hasher.combine(days)
    hasher.combine(months)
    hasher.combine(isRepeating)
    hasher.combine(zoneName)
  }
}
