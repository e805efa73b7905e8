public import Migration

/// How a run ended.
public struct MoveEnd: Hashable, Sendable {
  /// Its final counts.
  public var counts: RunCounts
  /// What of it still fails.
  public var remainder: Remainder
  /// What of the runs above it still fails now, in the order of `MoveOrder.ancestors`.
  public var ancestors: [Remainder]
  /// Objects on the root run's list that retries have moved; 0 for a root run itself.
  public var recovered: Int64

  /// Files that were copied without their set-user-ID or set-group-ID bit since the daemon's start.
  public var masked: Int64

  /// An end.
  public init(
    _ counts: RunCounts, remainder: Remainder, ancestors: [Remainder] = [], recovered: Int64 = 0,
    masked: Int64 = 0
  ) {
    self.masked = masked
    self.recovered = recovered
    self.counts = counts
    self.remainder = remainder
    self.ancestors = ancestors
  }
}
