/// An upload in parts of one large object.
public struct Upload: Hashable, Sendable {
  /// Its row in the ledger.
  public var row: Int64
  /// The store's own name for it.
  public var name: String
  /// What the source was when it began: parts of another state of it are worth nothing.
  public var source: String
  /// Bytes of each part but the last.
  public var partBytes: Int64
  /// The parts that are there: the store's tags by their numbers, from 1.
  public var parts: [Int: String] = [:]
}
