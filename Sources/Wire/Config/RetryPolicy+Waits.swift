public import Migration

extension RetryPolicy {
  /// The first and the longest wait, as the configuration writes them: `1m..1h`.
  public var waits: ClosedRange<Duration> {
    get {
      .microseconds(firstWait)...max(.microseconds(firstWait), .microseconds(longestWait))
    }
    set {
      firstWait = newValue.lowerBound.microseconds
      longestWait = newValue.upperBound.microseconds
    }
  }

  /// The waits as text: `1m..1h`, or one length alone if both are the same.
  public var waitsText: String {
    let (first, last) = (
      DurationText.text(microseconds: firstWait), DurationText.text(microseconds: longestWait)
    )
    return first == last ? first : "\(first)..\(last)"
  }
}
