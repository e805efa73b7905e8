/// Whether a run's failed objects can be retried now: `ReadyRetry` on the wire.
public enum RetryReadiness: String, Hashable, Sendable, CaseIterable {
  /// Nothing failed that a retry could move.
  case noNeed = "NoNeed"
  /// The list is not complete yet, or a retry is at work on it.
  case notReady = "NotReady"
  /// There is a list.
  case ready = "Ready"

  /// What the facts of a run say.
  ///
  /// - Parameters:
  ///   - remainder: What of the run still fails; nil while it goes on.
  ///   - hasLiveRetry: Whether a retry of its family has not ended.
  public init(_ remainder: Remainder?, hasLiveRetry: Bool) {
    guard let remainder else {
      self = .notReady
      return
    }
    guard remainder.retryable > 0 else {
      self = .noNeed
      return
    }
    self = hasLiveRetry ? .notReady : .ready
  }
}
