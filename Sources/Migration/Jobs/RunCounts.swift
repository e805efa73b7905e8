/// What a run did, in objects and bytes, by the definitions of the history on the wire.
///
/// `copied` includes `skipped` (the object is at the destination). Once listing has ended and
/// nothing remains, `total == copied + failed`.
public struct RunCounts: Hashable, Sendable {
  /// Objects listed, after filters.
  public var total: Int64 = 0
  /// Their bytes.
  public var totalBytes: Int64 = 0
  /// Objects that are at the destination as the job asks, skipped ones included.
  public var copied: Int64 = 0
  /// Their bytes.
  public var copiedBytes: Int64 = 0
  /// Objects that needed no copy.
  public var skipped: Int64 = 0
  /// Their bytes.
  public var skippedBytes: Int64 = 0
  /// Objects that could not be moved.
  public var failed: Int64 = 0
  /// Whether the source has been listed to its end.
  public var listed = false

  /// Nothing done.
  public init() {}

  /// Objects listed and neither copied, skipped nor failed.
  public var remaining: Int64 {
    total - copied - failed
  }
}
