public import Calendar
public import Migration

/// What became of one slot, or of a stretch of slots that were skipped for one reason.
public struct SlotRecord: Hashable, Sendable {
  /// The first slot.
  public var first: Instant
  /// The last slot; the same unless the row is a stretch.
  public var last: Instant
  /// How many slots.
  public var count: Int64
  /// `started`, `resumed`, `skipped`, or `queued` while it waits for the end of a run.
  public var outcome: String
  /// Why it was skipped; nil otherwise.
  public var reason: String?
  /// The run that was opened or continued.
  public var run: RunNumber?
}
