public import Migration

/// What became of a claimed batch's objects.
public struct BatchOutcome: Sendable {
  /// Objects that are at the destination now, those that needed no copy included.
  public var copied: Int64 = 0
  /// Their bytes, as listed.
  public var copiedBytes: Int64 = 0
  /// Those of them that needed no copy.
  public var skipped: Int64 = 0
  /// Their bytes, as listed.
  public var skippedBytes: Int64 = 0
  /// One for each of the others.
  public var failures: [ObjectFailure] = []

  /// Nothing done.
  public init() {}
}
