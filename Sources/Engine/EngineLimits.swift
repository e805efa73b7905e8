/// What the administrator bounds.
public struct EngineLimits: Hashable, Sendable {
  /// Jobs that may hold a place at the same time; more wait.
  public var maxRunningJobs: Int
  /// Jobs in all.
  public var maxJobs: Int

  /// The shortest time between two slots that any job may have, in microseconds.
  public var minScheduleInterval: Int64

  /// Space beside the state below which no run begins, in bytes; 0 for none.
  public var minFreeSpace: Int64 = 0

  /// Limits, by default those of the configuration's defaults.
  public init(
    maxRunningJobs: Int = 10, maxJobs: Int = 10_000, minScheduleInterval: Int64 = 1_000_000
  ) {
    self.maxRunningJobs = maxRunningJobs
    self.maxJobs = maxJobs
    self.minScheduleInterval = minScheduleInterval
  }
}
