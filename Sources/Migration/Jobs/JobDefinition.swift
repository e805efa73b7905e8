/// What a job is to do: everything that its maker decides.
public struct JobDefinition: Hashable, Sendable {
  /// Its name.
  public var name: Name
  /// Name of the source address.
  public var source: Name
  /// Name of the destination address.
  public var destination: Name
  /// What happens to objects that are there already.
  public var overwrite: OverwriteRule
  /// How objects are copied.
  public var copying: CopyRule
  /// Which objects are moved.
  public var filter: ObjectFilter
  /// Limits, outside of all windows.
  public var throttle: Throttle
  /// Limits by the time of day, in the schedule's zone.
  public var windows = ThrottleWindows.none
  /// Whether `throttle` was set by hand since the windows were given, and holds over them.
  public var throttleIsByHand = false
  /// When it starts by itself.
  public var schedule: ScheduleRule
  /// How long a run may be under way, in microseconds; nil for any time.
  public var maxRunTime: Int64?
  /// How its failures are retried.
  public var retry: RetryPolicy
  /// How long its history is kept.
  public var history: HistoryPolicy
  /// Which objects of its runs are told to the log.
  public var logMode = LogMode.off
  /// Whether its schedule is in force.
  public var enabled: Bool
  /// `K1:V1,K2:V2`, as given.
  public var tags: String

  /// A definition; what is not given has the services' defaults.
  public init(
    name: Name, source: Name, destination: Name, overwrite: OverwriteRule,
    copying: CopyRule = CopyRule(), filter: ObjectFilter = ObjectFilter(),
    throttle: Throttle = .none, schedule: ScheduleRule = ScheduleRule(),
    maxRunTime: Int64? = nil, retry: RetryPolicy = RetryPolicy(),
    history: HistoryPolicy = HistoryPolicy(), enabled: Bool = true, tags: String = ""
  ) {
    self.name = name
    self.source = source
    self.destination = destination
    self.overwrite = overwrite
    self.copying = copying
    self.filter = filter
    self.throttle = throttle
    self.schedule = schedule
    self.maxRunTime = maxRunTime
    self.retry = retry
    self.history = history
    self.enabled = enabled
    self.tags = tags
  }
}
