/// What a decision needs to know beside the job's state.
public struct JobFacts: Hashable, Sendable {
  /// The newest run; nil before the first.
  public var lastRun: RunNumber?
  /// Runs of the schedule spent so far.
  public var scheduleSpent: Int64
  /// How many the schedule may open; nil for any number.
  public var maxScheduleCount: Int64?

  /// Facts of one job.
  public init(lastRun: RunNumber?, scheduleSpent: Int64, maxScheduleCount: Int64?) {
    self.lastRun = lastRun
    self.scheduleSpent = scheduleSpent
    self.maxScheduleCount = maxScheduleCount
  }

  /// Whether the schedule has opened all the runs that it may.
  public var isExhausted: Bool {
    guard let maxScheduleCount else { return false }
    return scheduleSpent >= maxScheduleCount
  }

  /// The number that the next run gets.
  public var nextRun: RunNumber { lastRun?.next ?? .first }
}
