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
  /// Whether the slot that waits is still to come, by a clock that was set back since.
  public var queuedIsAhead = false

  /// Where the objects of its runs come from.
  public var input: RunInput
  /// How deep it stands in its family; 0 for a root job.
  public var depth: Int
  /// How its failures are retried.
  public var retry: RetryPolicy
  /// Whether a retry that somebody asked for is at work in its family.
  public var familyRuns: Bool
  /// Whether the newest run has not ended, of a job that was being removed when the daemon ended.
  public var hasOpenRun = false

  /// Facts of one job.
  public init(
    lastRun: RunNumber?, scheduleSpent: Int64, maxScheduleCount: Int64?,
    overlap: ScheduleRule.Overlap = .skip, queued: Instant? = nil,
    queuedTrigger: Trigger = .schedule, input: RunInput = .listing, depth: Int = 0,
    retry: RetryPolicy = RetryPolicy(), familyRuns: Bool = false
  ) {
    self.lastRun = lastRun
    self.scheduleSpent = scheduleSpent
    self.maxScheduleCount = maxScheduleCount
    self.overlap = overlap
    self.queued = queued
    self.queuedTrigger = queuedTrigger
    self.input = input
    self.depth = depth
    self.retry = retry
    self.familyRuns = familyRuns
  }

  /// Whether it is a sub-job: its rules only say when it may run.
  public var isSubJob: Bool { depth > 0 }

  /// Whether what fails is retried by itself, and there is room in the chain.
  public var retriesItself: Bool { retry.isAutomatic && depth < retry.maxDepth }

  /// Whether the schedule has opened all the runs that it may; a sub-job's opens none.
  public var isExhausted: Bool {
    if isSubJob { return true }
    guard let maxScheduleCount else { return false }
    return scheduleSpent >= maxScheduleCount
  }

  /// The number that the next run gets.
  public var nextRun: RunNumber { lastRun?.next ?? .first }
}
