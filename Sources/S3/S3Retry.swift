/// When a request that failed is tried again.
public enum S3Retry {
  /// How long to wait before the next attempt.
  ///
  /// Doubling from attempt to attempt; the random half keeps many clients from coming back at the
  /// same instant. What the service itself asks for is kept to, up to a minute.
  ///
  /// - Parameters:
  ///   - error: Why the last attempt failed.
  ///   - attempt: Attempts so far, 1 after the first.
  ///   - generator: Where the jitter comes from.
  /// - Returns: Nil if no further attempt makes sense.
  public static func delay(
    after error: S3Error, attempt: Int, using generator: inout some RandomNumberGenerator
  ) -> Duration? {
    guard error.mayPass, attempt >= 1 else { return nil }
    let plan = plan(of: error.reason)
    guard attempt < plan.attempts else { return nil }
    let doubled = plan.first << Int64(min(attempt - 1, 16))
    let full = min(doubled, plan.most)
    let chosen = Int64.random(in: full / 2...full, using: &generator)
    let wanted = error.retryAfter.map { min($0, .seconds(60)) } ?? .zero
    return max(.milliseconds(chosen), wanted)
  }

  /// Milliseconds, and attempts in all.
  private static func plan(
    of reason: S3Error.Reason
  ) -> (first: Int64, most: Int64, attempts: Int) {
    switch reason {
    case .slowDown: (1_000, 30_000, 8)
    case .server, .conflict: (500, 20_000, 6)
    case .malformed, .badDigest: (200, 2_000, 3)
    default: (200, 10_000, 6)
    }
  }
}
