/// How a run ended: its own figures, and what it changed in its family.
public struct Settlement: Hashable, Sendable {
  /// The run's own figures.
  public var counts: RunCounts
  /// What of the run itself still fails.
  public var remainder: Remainder
  /// What of the runs above it still fails now, its parent's first, the root's last.
  public var ancestors: [Ancestor]

  /// Objects on the root run's list that retries have moved; 0 for a root run itself.
  public var recovered: Int64

  /// A run above the one that ended.
  public struct Ancestor: Hashable, Sendable {
    /// Its job.
    public var job: JobID
    /// Its number.
    public var run: RunNumber
    /// What of it still fails.
    public var remainder: Remainder

    /// A run with its remainder.
    public init(job: JobID, run: RunNumber, remainder: Remainder) {
      self.job = job
      self.run = run
      self.remainder = remainder
    }
  }

  /// A run's end; that of a root job's run has no ancestors.
  public init(
    _ counts: RunCounts, remainder: Remainder = Remainder(), ancestors: [Ancestor] = [],
    recovered: Int64 = 0
  ) {
    self.counts = counts
    self.remainder = remainder
    self.ancestors = ancestors
    self.recovered = recovered
  }
}
