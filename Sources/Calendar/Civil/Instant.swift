/// A point in time: whole microseconds since 1970-01-01T00:00:00Z, UTC without leap seconds.
///
/// It is the only way that time crosses a target's border; what a clock read is an `Instant`, what
/// a database column `…_us` holds is its `microseconds`.
public struct Instant: Hashable, Comparable, Sendable {
  /// Microseconds since the epoch; negative before 1970.
  public var microseconds: Int64

  /// An instant so many microseconds after the epoch.
  public init(microseconds: Int64) {
    self.microseconds = microseconds
  }

  /// An instant so many whole seconds after the epoch; out of range is cut to the nearest one.
  public init(seconds: Int64) {
    let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000)
    microseconds = overflow ? (seconds < 0 ? .min : .max) : product
  }

  /// Before everything that has an instant.
  public static let distantPast = Instant(microseconds: .min)
  /// After everything that has an instant.
  public static let distantFuture = Instant(microseconds: .max)

  /// Whole seconds since the epoch, rounded down.
  public var seconds: Int64 {
    let quotient = microseconds / 1_000_000
    return microseconds % 1_000_000 < 0 ? quotient - 1 : quotient
  }

  /// Whether one instant is before another.
  public static func < (left: Instant, right: Instant) -> Bool {
    left.microseconds < right.microseconds
  }

  /// The instant that is `microseconds` later; out of range is cut to the nearest one.
  public func advanced(byMicroseconds delta: Int64) -> Instant {
    let (sum, overflow) = microseconds.addingReportingOverflow(delta)
    return Instant(microseconds: overflow ? (delta < 0 ? .min : .max) : sum)
  }

  /// Microseconds from another instant to this one, cut to the range of `Int64`.
  public func microseconds(since other: Instant) -> Int64 {
    let (difference, overflow) = microseconds.subtractingReportingOverflow(other.microseconds)
    return overflow ? (microseconds < other.microseconds ? .min : .max) : difference
  }
}
