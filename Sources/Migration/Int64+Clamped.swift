extension Int64 {
  /// The sum, cut to the range of the type.
  ///
  /// Sizes come from file systems, where a few sparse files are enough to overflow a sum.
  public func addingClamped(_ other: Int64) -> Int64 {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? (other < 0 ? .min : .max) : sum
  }
}
