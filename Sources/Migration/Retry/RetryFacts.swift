/// All that decides whether a job's failed objects can be retried.
public struct RetryFacts: Hashable, Sendable {
  /// The job's status; nil if there is no such job.
  public var status: JobStatus?
  /// The number of its newest run; nil before the first, and when its history has been pruned.
  public var run: RunNumber?
  /// Objects that failed in that run.
  public var failed: Int64
  /// What of it still fails; nil while the list is being made.
  public var remainder: Remainder?
  /// The job of its family that is at work on the same objects; nil if none is.
  public var liveRetry: Name?
  /// Whether the source's secret is needed and was not given.
  public var lacksSecret: Bool
  /// Why one of the two addresses cannot be used now and what to do, on one line; nil if both can.
  public var unreachable: String?
  /// How deep the retry would stand in its family.
  public var depth: Int
  /// How deep it may stand.
  public var maxDepth: Int
  /// Sub-jobs that there are.
  public var subJobs: Int
  /// Sub-jobs that there may be.
  public var maxSubJobs: Int

  /// Facts that nothing stands against.
  public init(
    status: JobStatus? = .finished, run: RunNumber? = .first, failed: Int64 = 1,
    remainder: Remainder? = Remainder(failing: 1, retryable: 1), liveRetry: Name? = nil,
    lacksSecret: Bool = false, unreachable: String? = nil, depth: Int = 1, maxDepth: Int = 3,
    subJobs: Int = 0, maxSubJobs: Int = 10_000
  ) {
    self.status = status
    self.run = run
    self.failed = failed
    self.remainder = remainder
    self.liveRetry = liveRetry
    self.lacksSecret = lacksSecret
    self.unreachable = unreachable
    self.depth = depth
    self.maxDepth = maxDepth
    self.subJobs = subJobs
    self.maxSubJobs = maxSubJobs
  }
}
