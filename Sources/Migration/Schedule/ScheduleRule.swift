public import Calendar

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
  /// What becomes of a slot that comes while the job still runs.
  public var overlap: Overlap
  /// Slots are acted on up to this much later, in microseconds; how much is the job's own constant.
  public var jitter: Int64
  /// No start before this instant is a slot; nil for no such bound.
  public var notBefore: Instant?
  /// No start after this instant is a slot; nil for no such bound.
  public var notAfter: Instant?
  /// The shortest time that may lie between two slots, in microseconds.
  public var minInterval: Int64

  /// A schedule with all its keys.
  public init(
    start: CronRule? = nil, suspend: CronRule? = nil, timeZone: String = "UTC",
    maxCount: Int64? = nil, catchUp: CatchUp = .once, catchUpWindow: Int64 = Self.day,
    overlap: Overlap = .skip, jitter: Int64 = 0, notBefore: Instant? = nil,
    notAfter: Instant? = nil, minInterval: Int64 = Self.second
  ) {
    self.start = start
    self.suspend = suspend
    self.timeZone = timeZone
    self.maxCount = maxCount
    self.catchUp = catchUp
    self.catchUpWindow = catchUpWindow
    self.overlap = overlap
    self.jitter = jitter
    self.notBefore = notBefore
    self.notAfter = notAfter
    self.minInterval = minInterval
  }

  /// What becomes of slots that were missed.
  public enum CatchUp: String, Hashable, Sendable, CaseIterable {
    /// The newest one is made up for by one run.
    case once
    /// They are recorded as skipped.
    case skip
  }

  /// What becomes of a slot that comes while the job still runs.
  public enum Overlap: String, Hashable, Sendable, CaseIterable {
    /// It is recorded as skipped.
    case skip
    /// One slot waits and opens a run as soon as the one that goes on has ended.
    case queue
  }

  /// A second in microseconds.
  public static let second: Int64 = 1_000_000
  /// A day in microseconds.
  public static let day: Int64 = 86_400_000_000
}
