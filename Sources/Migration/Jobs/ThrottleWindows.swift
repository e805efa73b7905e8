public import Calendar

/// A job's limits by the time of day: windows of the wall in the job's zone.
///
/// They are a level and no list of events: at any instant those limits hold that the wall's minute
/// says. So a window that a clock change leaves out does not come on that day, and a minute that the
/// wall shows twice is in its window twice.
public struct ThrottleWindows: Hashable, Sendable {
  /// The windows in the order of their begin; none has a minute in common with another.
  public let windows: [ThrottleWindow]

  /// The most windows of a job.
  public static let most = 5
  /// No windows: the job's own limits hold all day.
  public static let none = ThrottleWindows(sorted: [])

  private init(sorted windows: [ThrottleWindow]) {
    self.windows = windows
  }

  /// Windows in any order; nil if they are too many or have a minute in common.
  public init?(_ windows: [ThrottleWindow]) {
    let sorted = windows.sorted { $0.start < $1.start }
    guard sorted.count <= Self.most, Self.clash(in: sorted) == nil else { return nil }
    self.windows = sorted
  }

  /// Two windows that have a minute in common, by their places in a list; nil if there are none.
  public static func clash(in windows: [ThrottleWindow]) -> (first: Int, second: Int)? {
    for second in windows.indices {
      for first in 0..<second where windows[first].overlaps(windows[second]) {
        return (first, second)
      }
    }
    return nil
  }

  /// Whether there are none.
  public var isEmpty: Bool { windows.isEmpty }

  /// The limits at an instant.
  ///
  /// - Parameter plain: What holds outside of all windows, and where a window names no limit.
  public func limits(at instant: Instant, in zone: ZoneRules, plain: Throttle) -> Throttle {
    guard !windows.isEmpty else { return plain }
    let minute = LocalTime(instant, in: zone).time.secondsSinceMidnight / 60
    return windows.first { $0.contains(minute) }?.turning(plain) ?? plain
  }

  /// When the limits change next, strictly after an instant; nil if they never do.
  public func nextChange(after instant: Instant, in zone: ZoneRules, plain: Throttle) -> Instant? {
    let now = limits(at: instant, in: zone, plain: plain)
    var at = instant
    // All minutes of a day come within three, even around a change of the clocks; a bound of steps
    // beside that, for what zone data may hold.
    let end = instant.advanced(byMicroseconds: 3 * ScheduleRule.day)
    for _ in 0..<100 {
      at = nextEdge(after: at, in: zone)
      guard at <= end else { return nil }
      if limits(at: at, in: zone, plain: plain) != now { return at }
    }
    return nil
  }

  /// The next instant at which the wall comes to the edge of a window, or is set.
  private func nextEdge(after instant: Instant, in zone: ZoneRules) -> Instant {
    let second = LocalTime(instant, in: zone).time.secondsSinceMidnight
    let waits = windows.flatMap { [$0.start, $0.end] }.map { edge in
      let wait = (edge * 60 - second) % 86_400
      return wait > 0 ? wait : wait + 86_400
    }
    let edge = Instant(seconds: instant.seconds + Int64(waits.min() ?? 86_400))
    return zone.nextOffsetChange(after: instant).map { min($0, edge) } ?? edge
  }
}
