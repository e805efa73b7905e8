public import Migration

/// How a run ended.
public struct MoveEnd: Hashable, Sendable {
  /// Its final counts.
  public var counts: RunCounts
  /// What of it still fails.
  public var remainder: Remainder
  /// What of the runs above it still fails now, in the order of `MoveOrder.ancestors`.
  public var ancestors: [Remainder]

  /// An end.
  public init(_ counts: RunCounts, remainder: Remainder, ancestors: [Remainder] = []) {
    self.counts = counts
    self.remainder = remainder
    self.ancestors = ancestors
  }
}
