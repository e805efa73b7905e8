/// A time of day on the wall, in whole seconds, without a date or a zone.
public struct CivilTime: Hashable, Sendable {
  /// Seconds since midnight, 0 to 86 399.
  public let secondsSinceMidnight: Int

  /// Midnight, the first second of a day.
  public static let midnight = CivilTime(clamping: 0)

  /// The time with these parts, or nil if one is out of range; there is no leap second.
  public init?(hour: Int, minute: Int, second: Int = 0) {
    guard (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second) else {
      return nil
    }
    secondsSinceMidnight = hour * 3_600 + minute * 60 + second
  }

  /// The time so many seconds after midnight, cut to the day.
  init(clamping seconds: Int) {
    secondsSinceMidnight = min(max(seconds, 0), 86_399)
  }

  /// The hour, 0 to 23.
  public var hour: Int { secondsSinceMidnight / 3_600 }

  /// The minute, 0 to 59.
  public var minute: Int { secondsSinceMidnight / 60 % 60 }

  /// The second, 0 to 59.
  public var second: Int { secondsSinceMidnight % 60 }
}

extension CivilTime: Comparable {
  /// Whether one time of day is before another.
  public static func < (left: CivilTime, right: CivilTime) -> Bool {
    left.secondsSinceMidnight < right.secondsSinceMidnight
  }
}

extension CivilTime: CustomStringConvertible {
  /// The time as ISO 8601 writes it: `02:30:00`.
  public var description: String {
    "\(padded(hour, 2)):\(padded(minute, 2)):\(padded(second, 2))"
  }
}
