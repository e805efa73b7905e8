/// A stretch of each day in which a job has limits of its own.
public struct ThrottleWindow: Hashable, Sendable {
  /// Its first minute of the day, 0 to 1439.
  public let start: Int
  /// The minute of the day at which it is over, 1 to 1440; one not after `start` is the next day's.
  public let end: Int
  /// Bits per second, 0 for no limit; nil leaves the job's own limit in force.
  public let bitsPerSecond: Int64?
  /// Objects per second, 0 for no limit; nil leaves the job's own limit in force.
  public let objectsPerSecond: Int64?

  /// Minutes of a day.
  public static let day = 1_440

  /// A window.
  ///
  /// - Parameters:
  ///   - start: A minute of the day, 0 to 1439.
  ///   - end: Another one, 0 to 1440; 0 and 1440 are the same midnight.
  /// - Returns: Nil if a minute is none of a day, both are the same, no limit is given, or one is
  ///   negative.
  public init?(start: Int, end: Int, bitsPerSecond: Int64?, objectsPerSecond: Int64?) {
    guard (0..<Self.day).contains(start), (0...Self.day).contains(end), start != end,
      bitsPerSecond != nil || objectsPerSecond != nil,
      (bitsPerSecond ?? 0) >= 0, (objectsPerSecond ?? 0) >= 0
    else { return nil }
    self.start = start
    self.end = end == 0 ? Self.day : end
    self.bitsPerSecond = bitsPerSecond
    self.objectsPerSecond = objectsPerSecond
  }

  /// Whether a minute of the day lies in it.
  public func contains(_ minute: Int) -> Bool {
    start < end ? start <= minute && minute < end : minute >= start || minute < end
  }

  /// Whether two windows have a minute in common.
  public func overlaps(_ other: ThrottleWindow) -> Bool {
    contains(other.start) || other.contains(start)
  }

  /// The limits of a job in this window.
  func turning(_ throttle: Throttle) -> Throttle {
    Throttle(
      bitsPerSecond: bitsPerSecond ?? throttle.bitsPerSecond,
      objectsPerSecond: objectsPerSecond ?? throttle.objectsPerSecond)
  }
}
