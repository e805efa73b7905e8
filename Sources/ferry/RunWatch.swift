import Glibc
import Platform
import Wire

/// Waiting until a job's newest run is where it is wanted, with progress on standard error.
struct RunWatch {
  /// Where the run is wanted.
  enum Goal {
    /// At its end.
    case finished
    /// Paused, or at its end if that comes first.
    case paused
    /// Wherever it comes to rest.
    case resting
  }

  let session: Session
  /// The job.
  let name: String
  let goal: Goal

  private static let interval: UInt32 = 200_000
  /// How long the daemon may be away, as when it is restarted: the run goes on afterwards.
  private static let absenceLimit: Int64 = 30_000_000_000

  /// Waits; asks five times a second.
  ///
  /// - Returns: The newest record of the run.
  /// - Throws: The run was interrupted, or paused though its end was wanted; or the daemon is away.
  func wait() throws(Failure) -> HistoryEntry {
    defer { if !session.isJSON { session.console.endProgress() } }
    var run = ""
    var last: HistoryEntry?
    var meter = RateMeter()
    var shown = MonotonicTime(nanoseconds: 0)
    var seen = MonotonicTime.now()
    var isAway = false
    while true {
      do {
        if run.isEmpty { run = try newestRun() }
        if let entry = try newest(of: run, after: last) {
          seen = MonotonicTime.now()
          isAway = false
          if try isThere(entry) { return entry }
          let now = MonotonicTime.now()
          let rate = meter.take(
            objects: entry.copiedCount, bytes: entry.copiedSize, now: now.nanoseconds)
          show(entry, rate, after: last, &shown)
          last = entry
        }
      } catch {
        guard error.isAbsence,
          MonotonicTime.now().nanoseconds(since: seen) < Self.absenceLimit
        else { throw error }
        if !isAway && !session.isJSON {
          session.console.progress("the daemon is away; waiting for it, the run goes on afterwards")
        }
        isAway = true
      }
      usleep(Self.interval)
    }
  }

  private func newestRun() throws(Failure) -> String {
    try session.ask(ControlRequest("GET", "jobs", name), for: JobView.self).runtimeId
  }

  /// The newest record of a run; figures that it does not have are those of the record before.
  private func newest(
    of run: String, after last: HistoryEntry?
  ) throws(Failure) -> HistoryEntry? {
    guard !run.isEmpty else { return nil }
    var request = ControlRequest("GET", "jobs", name, "history")
    request.add("runtimeId", run)
    request.add("count", "1")
    guard var entry = try session.ask(request, for: HistoryView.self).entries.first else {
      return nil
    }
    if let last, entry.totalCount < 0 { entry.takeFigures(of: last) }
    return entry
  }

  private func isThere(_ entry: HistoryEntry) throws(Failure) -> Bool {
    switch entry.status {
    case "IMPORT_JOB_FINISHED", "IMPORT_JOB_CONFIRMED": return true
    case "IMPORT_JOB_INTERRUPTED":
      if goal == .resting { return true }
      throw Failure.local(code: "JobIsInterrupted", message: ProgressText.summary(entry))
    case "IMPORT_JOB_SUSPEND":
      if goal != .finished { return true }
      let request = ControlRequest("GET", "jobs", name)
      let attention = try session.ask(request, for: JobView.self).attention
      var summary = ProgressText.summary(entry)
      if !attention.isEmpty && entry.message != attention { summary += ": \(attention)" }
      // What needs a hand is told in a sentence of its own.
      if summary.hasSuffix(".") { summary.removeLast() }
      throw Failure.local(
        code: "JobIsNotFinished",
        message: "\(summary); 'ferry start-job \(name)' goes on with it")
    default: return false
    }
  }

  /// Always on a terminal; else at a change of state and once a second.
  private func show(
    _ entry: HistoryEntry, _ rate: RateMeter.Rate?, after last: HistoryEntry?,
    _ shown: inout MonotonicTime
  ) {
    guard !session.isJSON else { return }
    let now = MonotonicTime.now()
    if session.console.errorIsTerminal || entry.status != last?.status
      || now.nanoseconds(since: shown) >= 1_000_000_000
    {
      session.console.progress(ProgressText.line(entry, rate))
      shown = now
    }
  }
}

extension HistoryEntry {
  /// Takes over what another record counted.
  fileprivate mutating func takeFigures(of other: HistoryEntry) {
    totalCount = other.totalCount
    totalSize = other.totalSize
    copiedCount = other.copiedCount
    copiedSize = other.copiedSize
    skippedCount = other.skippedCount
    skippedSize = other.skippedSize
    failedCount = other.failedCount
  }
}
