import Migration

/// `[Retry]` and `[History]`, which `ferryd.conf` and a job's file have in common.
extension ConfigReader {
  /// How failures are retried, by the keys that are given and the defaults for the others.
  mutating func retry(default standard: RetryPolicy) -> RetryPolicy {
    let depths = RetryPolicy.depths
    let waits = read("Retry", "Backoff", default: standard.waits) { text throws(ValueProblem) in
      try ConfigValue.durations(text)
    }
    var policy = RetryPolicy(
      isAutomatic: read(
        "Retry", "Auto", default: standard.isAutomatic, by: ConfigValue.flag
      ).value,
      maxDepth: count("Retry", "MaxDepth", in: depths, default: standard.maxDepth))
    policy.waits = waits.value
    return policy
  }

  /// How long history is kept, likewise.
  mutating func history(default standard: HistoryPolicy) -> HistoryPolicy {
    HistoryPolicy(
      keepRuns: count("History", "KeepRuns", in: HistoryPolicy.runs, default: standard.keepRuns),
      keepDays: count("History", "KeepDays", in: HistoryPolicy.days, default: standard.keepDays))
  }

  private mutating func count(
    _ section: String, _ key: String, in range: ClosedRange<Int>, default standard: Int
  ) -> Int {
    read(section, key, default: standard) { text throws(ValueProblem) in
      try ConfigValue.count(text, in: range)
    }.value
  }
}

extension ConfigValue {
  /// A whole number within a range, as a count.
  static func count(_ text: String, in range: ClosedRange<Int>) throws(ValueProblem) -> Int {
    Int(try whole(text, in: Int64(range.lowerBound)...Int64(range.upperBound)))
  }
}
