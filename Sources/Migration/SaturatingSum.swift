extension Int64 {
  /// Adds without a trap: what does not fit is the largest number.
  ///
  /// For sums of sizes, which come from outside: a sparse file may be as large as all of `Int64`.
  ///
  /// - Parameter other: Not negative.
  public mutating func addSaturating(_ other: Int64) {
    let (sum, overflow) = addingReportingOverflow(other)
    self = overflow ? .max : sum
  }
}
