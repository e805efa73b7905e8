public import Migration

/// What came of a run: the facts of GetJobResult, then ferry's own.
public struct JobResultView: WireShape {
  /// The job's name.
  public var jobName: String
  /// The job's ID.
  public var version: String
  /// The run's number, empty if there is none.
  public var runtimeId: String
  /// One of `IMPORT_JOB_*`: the run's last status.
  public var runStatus: String
  /// Whether what failed can be retried now.
  public var readyRetry: RetryReadiness
  /// The run's figures.
  public var counts: RunCounts
  /// Objects that still fail after all retries; -1 while that is not known.
  public var stillFailing: Int64
  /// Those of them that a retry could move.
  public var retryable: Int64
  /// What still fails by its reason.
  public var reasons: [FailureCode: Int64]
  /// The retry that is at work on it, empty if none is.
  public var retryJob: String

  /// The view with all its fields.
  public init(
    jobName: String, version: String = "", runtimeId: String = "", runStatus: String = "",
    readyRetry: RetryReadiness = .noNeed, counts: RunCounts = RunCounts(),
    stillFailing: Int64 = -1, retryable: Int64 = 0, reasons: [FailureCode: Int64] = [:],
    retryJob: String = ""
  ) {
    self.jobName = jobName
    self.version = version
    self.runtimeId = runtimeId
    self.runStatus = runStatus
    self.readyRetry = readyRetry
    self.counts = counts
    self.stillFailing = stillFailing
    self.retryable = retryable
    self.reasons = reasons
    self.retryJob = retryJob
  }

  /// The fields in the documented order.
  public var json: JSONValue {
    let sorted = reasons.sorted { $0.key.rawValue < $1.key.rawValue }
    return [
      "Name": .string(jobName),
      "Version": .string(version),
      "RuntimeId": .string(runtimeId),
      "RunStatus": .string(runStatus),
      "ReadyRetry": .string(readyRetry.rawValue),
      "TotalObjectCount": .integer(counts.total),
      "CopiedObjectCount": .integer(counts.copied),
      "SkippedObjectCount": .integer(counts.skipped),
      "FailedObjectCount": .integer(counts.failed),
      "TotalObjectSize": .integer(counts.totalBytes),
      "CopiedObjectSize": .integer(counts.copiedBytes),
      "SkippedObjectSize": .integer(counts.skippedBytes),
      "ListStatus": .string(counts.listed ? "Finished" : "Listing"),
      "StillFailing": .integer(stillFailing),
      "Retryable": .integer(retryable),
      "Reasons": .object(sorted.map { JSONMember($0.key.rawValue, .integer($0.value)) }),
      "RetryJob": .string(retryJob),
    ]
  }

  /// Reads the view as the daemon tells it.
  public init(json: JSONValue) throws(WireError) {
    let fields = try JSONFields(json)
    jobName = try fields.text("Name")
    version = try fields.text("Version")
    runtimeId = try fields.text("RuntimeId")
    runStatus = try fields.text("RunStatus")
    readyRetry = RetryReadiness(rawValue: try fields.text("ReadyRetry")) ?? .notReady
    counts = RunCounts()
    counts.total = try fields.integer("TotalObjectCount")
    counts.copied = try fields.integer("CopiedObjectCount")
    counts.skipped = try fields.integer("SkippedObjectCount")
    counts.failed = try fields.integer("FailedObjectCount")
    counts.totalBytes = try fields.integer("TotalObjectSize")
    counts.copiedBytes = try fields.integer("CopiedObjectSize")
    counts.skippedBytes = try fields.integer("SkippedObjectSize")
    counts.listed = try fields.text("ListStatus") == "Finished"
    stillFailing = try fields.integer("StillFailing")
    retryable = try fields.integer("Retryable")
    retryJob = try fields.text("RetryJob")
    reasons = [:]
    if case .object(let members) = fields.value("Reasons") {
      for member in members {
        guard case .integer(let count) = member.value else { continue }
        reasons[FailureCode(rawValue: member.name)] = count
      }
    }
  }
}
