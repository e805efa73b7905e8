public import Calendar
public import Migration

/// Everything that one decision writes about one job, in one transaction.
public struct JobChange: Hashable, Sendable {
  /// The job as it is from now on.
  public var job: Job
  /// What the decision recorded.
  public var records: [Effect.Record]
  /// Slots that were passed over.
  public var skipped: [SlotStretch]
  /// The first slot of a stretch of skipped ones that has ended: the log is told of all of it.
  public var toldStretch: Instant?
  /// A slot that was skipped by a clock that was set back since, and is used now: it is taken out
  /// of its row before `records` are written.
  public var cut: SlotCut?
  /// Events that are set anew; nil removes one, an absent kind stays.
  public var due: [DueEvent.Kind: Instant?]
  /// The run's figures as they stand now, if they are known.
  public var counts: RunCounts?
  /// When it was decided.
  public var at: Instant

  /// A change of a job at an instant.
  public init(
    job: Job, records: [Effect.Record] = [], skipped: [SlotStretch] = [],
    due: [DueEvent.Kind: Instant?] = [:], counts: RunCounts? = nil, at: Instant
  ) {
    self.job = job
    self.records = records
    self.skipped = skipped
    self.due = due
    self.counts = counts
    self.at = at
  }
}
