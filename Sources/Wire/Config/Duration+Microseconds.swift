extension Duration {
  /// The length in whole microseconds, as the rules count; cut to the range of `Int64`.
  public var microseconds: Int64 {
    let (seconds, rest) = components
    let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000)
    if overflow { return seconds < 0 ? .min : .max }
    let (sum, carried) = whole.addingReportingOverflow(rest / 1_000_000_000_000)
    return carried ? (seconds < 0 ? .min : .max) : sum
  }
}
