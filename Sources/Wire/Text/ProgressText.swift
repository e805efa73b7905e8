import Migration

/// What a run does and did, in one line for people.
public enum ProgressText {
  /// A run under way: `nightly run 3: migrating, 12 of 50 objects, 1.2 GiB of 3.0 GiB, 1 failed`.
  ///
  /// - Parameter rate: Told behind it, and what the rest takes by it once all is listed.
  public static func line(_ entry: HistoryEntry, _ rate: RateMeter.Rate? = nil) -> String {
    var text = "\(entry.name) run \(entry.runtimeId): \(StatusText.job(entry.status))"
    // Nothing found yet, or nothing counted: figures would say no more than the state does.
    guard entry.totalCount > 0 else { return text }
    let sofar = entry.listStatus == "Finished" ? "" : " found so far"
    text += ", \(SizeText.count(entry.copiedCount)) of \(SizeText.count(entry.totalCount)) objects"
    text += sofar
    text += ", \(SizeText.bytes(entry.copiedSize)) of \(SizeText.bytes(entry.totalSize))"
    if entry.failedCount > 0 { text += ", \(SizeText.count(entry.failedCount)) failed" }
    return text + (rate.map { self.text(of: $0, entry) } ?? "")
  }

  /// How far a run is, in a cell of a table: `12 of 50 objects, 1.2 GiB, 1 failed`.
  public static func short(_ running: RunningView) -> String {
    var text = "\(SizeText.count(running.copiedCount)) of \(SizeText.count(running.totalCount))"
    text += " objects, \(SizeText.bytes(running.copiedSize))"
    if running.failedCount > 0 { text += ", \(SizeText.count(running.failedCount)) failed" }
    return text
  }

  private static func text(of rate: RateMeter.Rate, _ entry: HistoryEntry) -> String {
    var text = ", \(SizeText.bytes(Int64(min(rate.bytes, 1e18))))/s"
    text += ", \(SizeText.count(Int64(min(rate.objects, 1e18).rounded()))) objects/s"
    let objects = Double(entry.totalCount) - Double(entry.copiedCount) - Double(entry.failedCount)
    let left = rate.seconds(
      forObjects: objects, bytes: Double(entry.totalSize) - Double(entry.copiedSize))
    guard entry.listStatus == "Finished", objects > 0, let left else { return text }
    return text + ", about \(DurationText.text(microseconds: left * 1_000_000)) left"
  }

  /// A run that has ended or rests:
  /// `nightly run 3: finished, 50 objects (3.0 GiB), 40 of them unchanged, 1 failed`.
  public static func summary(_ entry: HistoryEntry) -> String {
    var text = "\(entry.name) run \(entry.runtimeId): \(StatusText.job(entry.status))"
    if entry.totalCount >= 0 {
      text += ", \(SizeText.count(entry.copiedCount)) objects (\(SizeText.bytes(entry.copiedSize)))"
      if entry.skippedCount > 0 {
        text += ", \(SizeText.count(entry.skippedCount)) of them unchanged"
      }
      let (done, overflow) = entry.copiedCount.addingReportingOverflow(max(0, entry.failedCount))
      if !overflow, entry.totalCount > done {
        text += ", \(SizeText.count(entry.totalCount - done)) remaining"
      }
      if entry.failedCount > 0 { text += ", \(SizeText.count(entry.failedCount)) failed" }
    }
    if !entry.message.isEmpty { text += ": \(entry.message)" }
    return text
  }
}
