/// One large object that is moved in parts.
public struct Upload: Hashable, Sendable {
  /// Its row in the ledger.
  public var row: Int64
  /// The store's own name for it, or what tells the file that it is written into from others.
  public var name: String
  /// What the source was when it began: parts of another state of it are worth nothing.
  public var source: String
  /// Bytes of each part but the last.
  public var partBytes: Int64
  /// The parts that are there: what is known of them by their numbers, from 1.
  public var parts: [Int: String] = [:]
}
