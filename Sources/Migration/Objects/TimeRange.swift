public import Calendar

/// A stretch of time with both of its ends.
public struct TimeRange: Hashable, Sendable {
  /// Its first second.
  public let start: Instant
  /// Its last second; not before the first.
  public let end: Instant

  /// A stretch; nil if it ends before it begins.
  public init?(_ start: Instant, _ end: Instant) {
    guard start <= end else { return nil }
    self.start = start
    self.end = end
  }

  /// Whether an instant lies in it.
  public func contains(_ instant: Instant) -> Bool {
    start <= instant && instant <= end
  }
}
