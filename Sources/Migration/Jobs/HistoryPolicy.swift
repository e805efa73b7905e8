/// How long a job's ended runs are kept, with their ledgers, slots and retries.
public struct HistoryPolicy: Hashable, Sendable {
  /// So many of the newest runs.
  public var keepRuns: Int
  /// Runs that ended within so many days before the newest ones.
  public var keepDays: Int

  /// A policy, by default that of the configuration's defaults.
  public init(keepRuns: Int = 50, keepDays: Int = 400) {
    self.keepRuns = keepRuns
    self.keepDays = keepDays
  }

  /// The time that `keepDays` are, in microseconds; cut to the range of the type.
  public var keepTime: Int64 {
    let (time, overflow) = Int64(keepDays).multipliedReportingOverflow(by: ScheduleRule.day)
    return overflow ? (keepDays < 0 ? .min : .max) : time
  }
}
