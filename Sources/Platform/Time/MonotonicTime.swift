import Glibc

/// A reading of the clock that never steps: nanoseconds since boot, sleep included.
///
/// Good for measuring and for time limits; it means nothing after a reboot.
public struct MonotonicTime: Hashable, Comparable, Sendable {
  /// Nanoseconds since boot.
  public let nanoseconds: Int64

  /// A reading of so many nanoseconds since boot.
  public init(nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }

  /// What `CLOCK_BOOTTIME` reads now.
  public static func now() -> MonotonicTime {
    let time = readClock(CLOCK_BOOTTIME)
    return MonotonicTime(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
  }

  /// Whether one reading is earlier than another.
  public static func < (left: MonotonicTime, right: MonotonicTime) -> Bool {
    left.nanoseconds < right.nanoseconds
  }

  /// The reading that is `delta` nanoseconds later; out of range is cut to the nearest one.
  public func advanced(byNanoseconds delta: Int64) -> MonotonicTime {
    let (sum, overflow) = nanoseconds.addingReportingOverflow(delta)
    return MonotonicTime(nanoseconds: overflow ? (delta < 0 ? .min : .max) : sum)
  }

  /// Nanoseconds from another reading to this one, cut to the range of `Int64`.
  public func nanoseconds(since other: MonotonicTime) -> Int64 {
    let (difference, overflow) = nanoseconds.subtractingReportingOverflow(other.nanoseconds)
    return overflow ? (nanoseconds < other.nanoseconds ? .min : .max) : difference
  }
}
