/// When a job starts and is paused by itself.
public struct ScheduleRule: Hashable, Sendable {
  /// Opens a run, or continues a suspended one; nil if only a person starts the job.
  public var start: CronRule?
  /// Pauses a run.
  public var suspend: CronRule?
  /// Name of the time zone in which both rules are read.
  public var timeZone: String
  /// How many runs the schedule opens in all; nil for any number.
  public var maxCount: Int64?
  /// What becomes of slots that were missed.
  public var catchUp: CatchUp
  /// How old a missed slot may be to be made up for, in microseconds.
  public var catchUpWindow: Int64

  /// A schedule with all its keys.
  public init(
    start: CronRule? = nil, suspend: CronRule? = nil, timeZone: String = "UTC",
    maxCount: Int64? = nil, catchUp: CatchUp = .once, catchUpWindow: Int64 = Self.day
  ) {
    self.start = start
    self.suspend = suspend
    self.timeZone = timeZone
    self.maxCount = maxCount
    self.catchUp = catchUp
    self.catchUpWindow = catchUpWindow
  }

  /// What becomes of slots that were missed.
  public enum CatchUp: String, Hashable, Sendable, CaseIterable {
    /// The newest one is made up for by one run.
    case once
    /// They are recorded as skipped.
    case skip
  }

  /// A day in microseconds.
  public static let day: Int64 = 86_400_000_000
}
