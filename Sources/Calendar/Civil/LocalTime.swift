/// A date and a time of day as a clock on the wall shows them, without a zone.
public struct LocalTime: Hashable, Sendable {
  /// The date on the wall.
  public let date: CivilDate
  /// The time on the wall.
  public let time: CivilTime

  /// A local time made of a date and a time of day.
  public init(date: CivilDate, time: CivilTime) {
    self.date = date
    self.time = time
  }

  /// What the wall of a zone shows at an instant; fractions of a second are dropped.
  public init(_ instant: Instant, in zone: ZoneRules) {
    self.init(secondsSinceEpoch: Int(instant.seconds) + zone.offset(at: instant))
  }

  /// The local time so many seconds after 1970-01-01 00:00:00 of the same wall.
  init(secondsSinceEpoch seconds: Int) {
    let days = flooredDays(seconds)
    date = CivilDate(daysSinceEpoch: days)
    time = CivilTime(clamping: seconds - days * 86_400)
  }

  /// Seconds on the wall from 1970-01-01 00:00:00 to this local time.
  var secondsSinceEpoch: Int {
    date.daysSinceEpoch * 86_400 + time.secondsSinceMidnight
  }
}

extension LocalTime: Comparable {
  /// Whether one wall shows less than another.
  public static func < (left: LocalTime, right: LocalTime) -> Bool {
    (left.date, left.time) < (right.date, right.time)
  }
}

extension LocalTime: CustomStringConvertible {
  /// The local time as ISO 8601 writes it, without an offset: `2024-02-29T02:30:00`.
  public var description: String { "\(date)T\(time)" }
}

/// Whole days in a number of seconds, rounded down.
func flooredDays(_ seconds: Int) -> Int {
  (seconds >= 0 ? seconds : seconds - 86_399) / 86_400
}
