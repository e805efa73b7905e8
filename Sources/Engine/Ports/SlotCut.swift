/// A slot taken out of a row of skipped slots.
public struct SlotCut: Hashable, Sendable {
  /// The row.
  public var row: SlotStretch
  /// What stays of it: the slots before that one and those after it, as far as there are any.
  public var rest: [SlotStretch]

  /// A row and what stays of it.
  public init(row: SlotStretch, rest: [SlotStretch]) {
    self.row = row
    self.rest = rest
  }
}
