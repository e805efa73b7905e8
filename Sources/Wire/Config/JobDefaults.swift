public import Migration

/// What a job has that leaves a key out: `[Schedule]`, `[Throttle]`, `[Retry]` and
/// `[History]` of `ferryd.conf`.
public struct JobDefaults: Hashable, Sendable {
  /// What happens to start slots that were missed.
  public var catchUp = ScheduleRule.CatchUp.once
  /// How old a missed slot may be to be made up for.
  public var catchUpWindow = Duration.seconds(86_400)
  /// What happens to a slot that comes while the job runs.
  public var overlap = ScheduleRule.Overlap.skip
  /// Starts are spread over this time.
  public var jitter = Duration.zero
  /// The shortest time between two slots; no job may have a shorter one.
  public var minInterval = Duration.seconds(1)
  /// Its limits.
  public var throttle = Throttle.none
  /// Its limits by the time of day.
  public var windows = ThrottleWindows.none
  /// How its failures are retried.
  public var retry = RetryPolicy()
  /// How long its history is kept.
  public var history = HistoryPolicy()

  /// The defaults of the defaults.
  public init() {}
}
