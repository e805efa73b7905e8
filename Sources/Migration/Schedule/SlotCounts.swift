/// How many slots ended in each way.
public struct SlotCounts: Hashable, Sendable {
  /// Slots that opened a run.
  public var started: Int64 = 0
  /// Slots that continued a suspended run.
  public var resumed: Int64 = 0
  /// Slots that started nothing, by their reason; reasons without any are not there.
  public var skipped: [SlotOutcome.Skip: Int64] = [:]

  /// None.
  public init() {}
}
