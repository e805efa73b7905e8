/// What is on record about a slot.
public enum KeptSlot: Hashable, Sendable {
  /// It has started or resumed a run, or waits for the end of one.
  case used
  /// It was skipped; the row of slots that it stands in.
  case skipped(SlotStretch)
}
