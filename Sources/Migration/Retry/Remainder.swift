/// What of a run still fails after all the retries of its family.
public struct Remainder: Hashable, Sendable {
  /// Objects that still fail.
  public var failing: Int64
  /// Those of them that another retry could move.
  public var retryable: Int64
  /// All of them by the reason; left out where only the figures are kept.
  public var reasons: [FailureCode: Int64]

  /// So many objects, by default none.
  public init(failing: Int64 = 0, retryable: Int64 = 0, reasons: [FailureCode: Int64] = [:]) {
    self.failing = failing
    self.retryable = retryable
    self.reasons = reasons
  }

  /// The sum of what is said by the reason.
  public init(reasons: [FailureCode: Int64]) {
    self.reasons = reasons
    failing = reasons.values.reduce(0) { $0.addingClamped($1) }
    retryable = reasons.reduce(0) { $1.key.isRetryable ? $0.addingClamped($1.value) : $0 }
  }
}
