/// A stretch of skipped slots as it is kept, with what the log knows of it.
public struct KeptStretch: Hashable, Sendable {
  /// The slots.
  public var slots: SlotStretch
  /// How many of them the log has been told of.
  public var told: Int64

  /// A stretch and how much of it was told.
  public init(slots: SlotStretch, told: Int64) {
    self.slots = slots
    self.told = told
  }
}
