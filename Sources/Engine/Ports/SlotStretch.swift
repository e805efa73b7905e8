public import Calendar
public import Migration

/// Consecutive slots of a job that started nothing, for one reason.
public struct SlotStretch: Hashable, Sendable {
  /// The first slot.
  public var first: Instant
  /// The last slot.
  public var last: Instant
  /// How many they are.
  public var count: Int64
  /// Why they started nothing.
  public var reason: SlotOutcome.Skip

  /// A stretch of skipped slots.
  public init(first: Instant, last: Instant, count: Int64, reason: SlotOutcome.Skip) {
    self.first = first
    self.last = last
    self.count = count
    self.reason = reason
  }
}
