extension RunCounts {
  /// The figures of a run and of a later one that took what had failed in it, as one.
  ///
  /// What was to be moved stays; what the later run moved is added, what it left is what fails.
  ///
  /// - Parameter later: A run whose input are this one's failures.
  public func retried(by later: RunCounts) -> RunCounts {
    var sum = self
    sum.copied = copied.addingClamped(later.copied)
    sum.copiedBytes = copiedBytes.addingClamped(later.copiedBytes)
    sum.skipped = skipped.addingClamped(later.skipped)
    sum.skippedBytes = skippedBytes.addingClamped(later.skippedBytes)
    // What was found in folders that could not be listed before is new.
    let isNew = max(0, later.total - failed)
    sum.total = total.addingClamped(isNew)
    sum.failed = max(0, failed - later.total).addingClamped(later.failed)
    return sum
  }
}
