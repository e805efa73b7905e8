extension RunCounts {
  /// The figures of a run and of a later one that took what had failed in it, as one.
  ///
  /// What was to be moved stays, and what the later run found in folders that could not be listed
  /// before is added. What it moved is copied; what it could not move, and what it did not take,
  /// has failed. The bytes in all are never fewer than those copied: an object that failed may
  /// have grown before it was moved.
  ///
  /// - Parameters:
  ///   - later: A run whose input are this one's failures.
  ///   - taken: How many of these failures it took, which are those that a retry can move; nil if
  ///     all.
  public func retried(by later: RunCounts, taking taken: Int64? = nil) -> RunCounts {
    let taken = max(0, min(taken ?? failed, failed, later.total))
    var sum = self
    sum.total = total.addingClamped(later.total - taken)
    sum.copied = copied.addingClamped(later.copied)
    sum.copiedBytes = copiedBytes.addingClamped(later.copiedBytes)
    sum.totalBytes = max(totalBytes, sum.copiedBytes)
    sum.skipped = skipped.addingClamped(later.skipped)
    sum.skippedBytes = skippedBytes.addingClamped(later.skippedBytes)
    sum.failed = (failed - taken).addingClamped(later.failed)
    sum.listed = listed && later.listed
    return sum
  }
}
