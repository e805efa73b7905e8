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
  /// Where it stands in its family; nil for a root job.
  public let lineage: Lineage?
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
  /// No slot up to here is made up for: all have been dealt with.
  ///
  /// It never goes back. If the clock does, slots up to here come again, and their outcomes decide
  /// what becomes of them.
  public var watermark: Instant
  /// A slot that came while the job ran and opens a run when that ends; nil if none waits.
  public var queued: Instant?
  /// Its place among those that wait for one, the lowest first; nil unless it waits.
  public var turn: Int64?
  /// How long the newest run had been under way when its present status began, in microseconds;
  /// the time that it was paused does not count.
  public var ranFor: Int64
  /// What was said when the schedule was last disabled or enabled.
  public var note: String
  /// When it was made.
  public let created: Instant
  /// When its definition was last changed.
  public var modified: Instant

  /// A job with all its facts.
  public init(
    id: JobID, version: String, definition: JobDefinition, origin: Origin,
    lineage: Lineage? = nil, isRetired: Bool = false, state: JobState = .begin, stateSince: Instant,
    lastRun: RunNumber? = nil, scheduleSpent: Int64 = 0, watermark: Instant,
    queued: Instant? = nil, turn: Int64? = nil, ranFor: Int64 = 0, note: String = "",
    created: Instant, modified: Instant
  ) {
    self.id = id
    self.version = version
    self.definition = definition
    self.origin = origin
    self.lineage = lineage
    self.isRetired = isRetired
    self.state = state
    self.stateSince = stateSince
    self.lastRun = lastRun
    self.scheduleSpent = scheduleSpent
    self.watermark = watermark
    self.queued = queued
    self.turn = turn
    self.ranFor = ranFor
    self.note = note
    self.created = created
    self.modified = modified
  }

  /// The facts that a decision about it needs.
  public var facts: JobFacts {
    JobFacts(
      lastRun: lastRun, scheduleSpent: scheduleSpent,
      maxScheduleCount: definition.schedule.maxCount, overlap: definition.schedule.overlap,
      queued: queued, input: input, depth: lineage?.depth ?? 0, retry: definition.retry)
  }

  /// Where the objects of its runs come from.
  public var input: RunInput {
    lineage.map { .failures(of: $0.parent, run: $0.parentRun) } ?? .listing
  }

  /// How much later than its slots the job starts, in microseconds; the same for its whole life.
  public var startOffset: Int64 {
    Jitter.offset(of: version, below: definition.schedule.jitter)
  }

  /// When its start rule is acted on next, strictly after an instant: a slot and `startOffset`.
  ///
  /// Slots that a change of its schedule has settled do not come any more. Else the watermark says
  /// nothing here: a clock that was set back comes to slots again.
  ///
  /// - Returns: Nil if it has no such rule, its schedule rests or is spent, its file is gone, or
  ///   the rule never fires again.
  public func nextStart(after instant: Instant, zone: ZoneRules) -> Instant? {
    guard schedules else { return nil }
    var slots = instant.advanced(byMicroseconds: -startOffset)
    // Such a change moves the watermark; that of a throttle does not.
    if modified <= watermark { slots = max(slots, min(instant, modified)) }
    return definition.schedule.nextStart(after: slots, in: zone)?
      .advanced(byMicroseconds: startOffset)
  }

  /// When its suspend rule fires next, strictly after an instant; nil as for `nextStart`.
  ///
  /// A schedule that is spent or over has a run to pause only while one goes on.
  public func nextSuspend(after instant: Instant, zone: ZoneRules) -> Instant? {
    guard schedules, state.isUnderWay || !isOver(at: instant) else { return nil }
    return definition.schedule.nextSuspend(after: instant, in: zone)
  }

  /// Whether no start is acted on any more, because `NotAfter` has passed.
  public func isOver(at instant: Instant) -> Bool {
    guard let end = definition.schedule.notAfter else { return false }
    return instant.advanced(byMicroseconds: -startOffset) > end
  }

  /// When the run that goes on has lasted as long as it may; nil if none does or it may for ever.
  ///
  /// Waiting for a place counts, being paused does not.
  ///
  /// - Parameter now: The wall clock: a status that began after it began by a wrong clock.
  public func runLimit(now: Instant) -> Instant? {
    guard let most = definition.maxRunTime, state.isUnderWay else { return nil }
    return min(stateSince, now).advanced(byMicroseconds: max(0, most - ranFor))
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
