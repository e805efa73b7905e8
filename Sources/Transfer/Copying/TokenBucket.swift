/// A rate as a bucket of tokens: it holds a twentieth of a second's worth.
///
/// Whoever takes may take more than there is, as soon as there is anything: the debt is worked off
/// before the next one. So a large part does not wait behind a stream of small ones, and what goes at
/// once is a full bucket and one part. It reads no clock.
struct TokenBucket {
  /// Tokens per second; 0 is no limit.
  private(set) var rate: Double = 0

  private var tokens: Double = 0
  private var filled: Int64 = 0

  private var capacity: Double {
    max(1, rate / 20)
  }

  /// Changes the rate: an old debt is forgiven, so that it cannot hold up the new rate.
  ///
  /// The rate that it has already changes nothing.
  mutating func set(rate: Double, now: Int64) {
    let rate = max(0, rate)
    guard rate != self.rate else { return }
    self.rate = rate
    tokens = min(max(0, tokens), capacity)
    filled = now
  }

  /// How many nanoseconds to wait until `amount` may be taken; 0 to take it now.
  mutating func delay(_ amount: Double, now: Int64) -> Int64 {
    guard rate > 0, amount > 0 else { return 0 }
    let passed = Double(max(0, now - filled)) / 1e9
    tokens = min(capacity, tokens + passed * rate)
    filled = now
    let missing = min(amount, 1) - tokens
    return missing <= 0 ? 0 : Int64(min(missing / rate * 1e9, 1e12)) + 1
  }

  /// Takes tokens, after `delay` was 0.
  mutating func take(_ amount: Double) {
    if rate > 0 { tokens -= amount }
  }

  /// Puts back what was taken and not used.
  mutating func giveBack(_ amount: Double) {
    take(-amount)
  }
}
