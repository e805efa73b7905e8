public import Calendar

/// What a decision needs to know beside the job's state.
public struct JobFacts: Hashable, Sendable {
  /// The newest run; nil before the first.
  public var lastRun: RunNumber?
  /// Runs of the schedule spent so far.
  public var scheduleSpent: Int64
  /// How many the schedule may open; nil for any number.
  public var maxScheduleCount: Int64?

  /// What becomes of a slot that comes while the job runs.
  public var overlap: ScheduleRule.Overlap
  /// The slot that waits for the end of the run; nil if none does.
  public var queued: Instant?
  /// Why the run of the slot that waits will begin.
  public var queuedTrigger: Trigger

  /// Facts of one job.
  public init(
    lastRun: RunNumber?, scheduleSpent: Int64, maxScheduleCount: Int64?,
    overlap: ScheduleRule.Overlap = .skip, queued: Instant? = nil,
    queuedTrigger: Trigger = .schedule
  ) {
    self.lastRun = lastRun
    self.scheduleSpent = scheduleSpent
    self.maxScheduleCount = maxScheduleCount
    self.overlap = overlap
    self.queued = queued
    self.queuedTrigger = queuedTrigger
  }

  /// Whether the schedule has opened all the runs that it may.
  public var isExhausted: Bool {
    guard let maxScheduleCount else { return false }
    return scheduleSpent >= maxScheduleCount
  }

  /// The number that the next run gets.
  public var nextRun: RunNumber { lastRun?.next ?? .first }
}
