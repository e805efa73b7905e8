public import Calendar

/// One batch in the hands of one worker.
public struct Claim: Sendable {
  /// The batch's number, from 1.
  public let batch: Int64
  /// Its objects, for `ObjectUnpacker`.
  public let packed: [UInt8]
  /// How many they are.
  public let objects: Int64
  /// Their sizes' sum, as listed.
  public let bytes: Int64
  /// When it was first claimed, if it was before: its objects may be at the destination already.
  public let retestSince: Instant?
}
