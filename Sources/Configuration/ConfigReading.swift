public import Engine
public import Migration
public import Wire

/// A configuration without mistakes, ready to be adopted.
public struct ConfigReading: Sendable {
  /// What the files say.
  public let set: ConfigSet
  /// What they ask the loop for.
  public let wish: Wish
  /// What their authors should know about what is accepted.
  public let warnings: [ConfigError]
  /// The keys that clients elsewhere sign with.
  public let accessKeys: [ReadAccessKey]
  /// The zone of new jobs that name none.
  public let standardZone: String
  /// Which local folders may be moved.
  public let paths: PathRules

  /// What the administrator bounds.
  public var limits: EngineLimits {
    var limits = EngineLimits(
      maxRunningJobs: Int(set.daemon.maxRunningJobs.value),
      maxJobs: Int(set.daemon.maxJobs.value),
      minScheduleInterval: set.daemon.jobs.minInterval.microseconds)
    limits.minFreeSpace = set.daemon.minFreeSpace.value
    return limits
  }
}
