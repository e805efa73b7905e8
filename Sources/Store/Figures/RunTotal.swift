/// All runs of a job and its sub-jobs that began and ended alike, those that are not kept included.
public struct RunTotal: Hashable, Sendable {
  /// Why they began.
  public var trigger: String
  /// How they ended: `succeeded`, `failed`, `closed` or `interrupted`.
  public var result: String
  /// How many.
  public var runs: Int64
  /// From their openings to their ends, in microseconds.
  public var duration: Int64
  /// Objects that were copied.
  public var copied: Int64
  /// Their bytes.
  public var copiedBytes: Int64
  /// Objects that needed no copy.
  public var skipped: Int64
  /// Objects that could not be moved.
  public var failed: Int64
}
