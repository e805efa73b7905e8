public import Calendar

/// A job as it is kept: its definition and where it stands.
public struct Job: Hashable, Sendable {
  /// Its number in the database.
  public let id: JobID
  /// Its immutable ID on the wire, a UUID.
  public let version: String
  /// What it is to do.
  public var definition: JobDefinition
  /// Who defined it.
  public var origin: Origin
  /// Whether its file is gone: it keeps its history and starts no more.
  public var isRetired: Bool
  /// Where it stands.
  public var state: JobState
  /// Since when.
  public var stateSince: Instant
  /// Its newest run; nil before the first.
  public var lastRun: RunNumber?
  /// Runs that its schedule has opened.
  public var scheduleSpent: Int64
  /// No slot up to here is ever acted on again.
  public var watermark: Instant
  /// When it was made.
  public let created: Instant
  /// When its definition was last changed.
  public var modified: Instant

  /// A job with all its facts.
  public init(
    id: JobID, version: String, definition: JobDefinition, origin: Origin,
    isRetired: Bool = false, state: JobState = .begin, stateSince: Instant,
    lastRun: RunNumber? = nil, scheduleSpent: Int64 = 0, watermark: Instant, created: Instant,
    modified: Instant
  ) {
    self.id = id
    self.version = version
    self.definition = definition
    self.origin = origin
    self.isRetired = isRetired
    self.state = state
    self.stateSince = stateSince
    self.lastRun = lastRun
    self.scheduleSpent = scheduleSpent
    self.watermark = watermark
    self.created = created
    self.modified = modified
  }

  /// The facts that a decision about it needs.
  public var facts: JobFacts {
    JobFacts(
      lastRun: lastRun, scheduleSpent: scheduleSpent,
      maxScheduleCount: definition.schedule.maxCount)
  }

  /// When its start rule fires next, strictly after an instant.
  ///
  /// - Returns: Nil if it has no such rule, its schedule rests or is spent, its file is gone, or
  ///   the rule never fires again.
  public func nextStart(after instant: Instant, zone: ZoneRules) -> Instant? {
    guard schedules else { return nil }
    return definition.schedule.start?.expression.next(after: max(instant, watermark), in: zone)
  }

  /// When its suspend rule fires next, strictly after an instant; nil as for `nextStart`.
  ///
  /// A schedule that is spent has a run to pause only while one goes on.
  public func nextSuspend(after instant: Instant, zone: ZoneRules) -> Instant? {
    guard schedules else { return nil }
    return definition.schedule.suspend?.expression.next(after: instant, in: zone)
  }

  /// Whether its rules are in force.
  ///
  /// An exhausted schedule still resumes a run that its own suspend rule has paused.
  public var schedules: Bool {
    guard definition.enabled, !isRetired, state != .deleting else { return false }
    guard facts.isExhausted else { return true }
    switch state {
    case .launching, .preparing, .doing, .suspended: return true
    case .begin, .closing, .finished, .interrupted, .deleting: return false
    }
  }
}
