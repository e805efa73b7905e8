import Migration

/// How a job's newest run stands, in the words of mgwutil's get-job-status.
public struct JobStatusView: Hashable, Sendable {
  private let result: JobResultView

  /// Made of what the daemon tells of the run.
  public init(_ result: JobResultView) {
    self.result = result
  }

  /// `succeed`, `failed`, `closed` (ended early), `running`, `paused`, `interrupted` or `created`.
  ///
  /// A run whose failed objects have all been moved by retries has succeeded.
  public var status: String {
    switch JobStatus(rawValue: result.runStatus) {
    case .finished:
      if result.stillFailing != 0 { return "failed" }
      return result.counts.remaining > 0 ? "closed" : "succeed"
    case .interrupted: return "interrupted"
    case .suspended: return "paused"
    case .launching, .preparing, .doing, .closing: return "running"
    case .begin, .deleting, nil: return "created"
    }
  }

  /// Whether a retry is possible now: only then, and only if the status is `failed`.
  public var isRetryable: Bool { status == "failed" && result.readyRetry == .ready }

  /// The fields in mgwutil's order, then ferry's own.
  public var json: JSONValue {
    let counts = result.counts
    return [
      "Status": .string(status),
      "Retryable": .bool(isRetryable),
      "TotalCount": .integer(counts.total),
      "TotalSize": .integer(counts.totalBytes),
      "CopiedCount": .integer(counts.copied),
      "CopiedSize": .integer(counts.copiedBytes),
      "SkippedCount": .integer(counts.skipped),
      "SkippedSize": .integer(counts.skippedBytes),
      "FailedCount": .integer(counts.failed),
      "CountProgress": .string(Self.progress(counts.copied, of: counts.total)),
      "SizeProgress": .string(Self.progress(counts.copiedBytes, of: counts.totalBytes)),
      "ReadyRetry": .string(result.readyRetry.rawValue),
      "StillFailing": .integer(result.stillFailing),
      "RuntimeId": .string(result.runtimeId),
    ]
  }

  /// `99.07%`, never rounded up to the whole; all of nothing is the whole.
  static func progress(_ part: Int64, of whole: Int64) -> String {
    guard whole > 0 else { return "100.00%" }
    // In full width: no figure is so large that it would overflow.
    let scaled = max(0, min(part, whole)).multipliedFullWidth(by: 10_000)
    let hundredths = whole.dividingFullWidth(scaled).quotient
    let digits = String(hundredths % 100)
    return "\(hundredths / 100).\(digits.utf8.count < 2 ? "0" : "")\(digits)%"
  }
}
