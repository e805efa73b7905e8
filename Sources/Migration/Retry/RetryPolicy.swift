/// When a job's failed objects are retried by themselves.
public struct RetryPolicy: Hashable, Sendable {
  /// Whether ferry makes retries by itself.
  public var isAutomatic: Bool
  /// How many retries may follow one another in a chain.
  public var maxDepth: Int
  /// The wait before a chain's first retry, in microseconds.
  public var firstWait: Int64
  /// The longest wait before the quarter that spreads jobs, in microseconds; each is twice the
  /// one before it until then.
  public var longestWait: Int64

  /// A policy, by default that of the configuration's defaults.
  public init(
    isAutomatic: Bool = true, maxDepth: Int = 3, firstWait: Int64 = 60_000_000,
    longestWait: Int64 = 3_600_000_000
  ) {
    self.isAutomatic = isAutomatic
    self.maxDepth = maxDepth
    self.firstWait = firstWait
    self.longestWait = longestWait
  }

  /// How deep a chain may be at most, whatever a policy says.
  public static let depths = 1...100

  /// How long the retry of a run waits, in microseconds.
  ///
  /// Twice as long at each depth until `longestWait`, never shorter than `firstWait`; and up to a
  /// quarter more by a constant of the job and the run, so that jobs which failed together don't
  /// come back together.
  ///
  /// - Parameters:
  ///   - depth: How deep the job stands in its family; 0 for a root job.
  ///   - version: The job's ID.
  ///   - run: The run that ended with failures.
  public func wait(depth: Int, version: String, run: RunNumber) -> Int64 {
    var wait = max(0, firstWait)
    let longest = max(wait, longestWait)
    for _ in 0..<min(max(0, depth), 63) { wait = min(longest, wait.addingClamped(wait)) }
    return wait.addingClamped(Jitter.offset(of: "\(version)/\(run.rawValue)", below: wait / 4))
  }
}
