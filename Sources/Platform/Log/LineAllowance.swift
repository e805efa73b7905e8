/// How many lines of one kind may be written: so many in each window, the rest is counted.
///
/// journald drops the lines of a service that writes too many, those of others with them. Source:
/// journald.conf(5), `RateLimitBurst=`.
public struct LineAllowance: Sendable {
  private let limit: Int
  private let window: Int64
  private var start: MonotonicTime?
  private var spent = 0
  private var untold = 0

  /// - Parameters:
  ///   - limit: Lines in a window.
  ///   - window: How long one lasts, in nanoseconds.
  public init(limit: Int = 1_000, window: Int64 = 10_000_000_000) {
    self.limit = limit
    self.window = window
  }

  /// Asks for lines.
  ///
  /// - Returns: How many may be written now, and how many of earlier windows were not: told once.
  public mutating func take(_ count: Int, now: MonotonicTime) -> (granted: Int, untold: Int) {
    var before = 0
    if start.map({ now.nanoseconds(since: $0) >= window }) ?? true {
      (start, spent) = (now, 0)
      before = rest()
    }
    let granted = max(0, min(count, limit - spent))
    spent += granted
    untold += count - granted
    return (granted, before)
  }

  /// Counts lines that were granted and could not be written.
  public mutating func giveUp(_ count: Int) {
    untold += count
  }

  /// How many were not written since that was last asked; told once.
  public mutating func rest() -> Int {
    defer { untold = 0 }
    return untold
  }
}
