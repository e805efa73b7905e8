/// How many slots of a job ended in one way.
public struct SlotTotal: Hashable, Sendable {
  /// `started`, `resumed` or `skipped`.
  public var outcome: String
  /// Why they were skipped; empty otherwise.
  public var reason: String
  /// How many.
  public var count: Int64
}
