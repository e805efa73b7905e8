/// Too little space beside the state: what would fill it up does not begin.
public struct SpaceShortage: Hashable, Sendable {
  /// Bytes that are free.
  public let free: Int64
  /// Bytes that have to be.
  public let limit: Int64

  /// A shortage of these figures.
  public init(free: Int64, limit: Int64) {
    self.free = free
    self.limit = limit
  }
}
