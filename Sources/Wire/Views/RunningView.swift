/// A run that is under way.
public struct RunningView: WireShape {
  /// The job's name.
  public var jobName: String
  /// The run's number.
  public var runtimeId: String
  /// One of `IMPORT_JOB_*`.
  public var status: String
  /// Objects listed so far.
  public var totalCount: Int64
  /// Objects at the destination, skipped ones included.
  public var copiedCount: Int64
  /// Objects that could not be moved.
  public var failedCount: Int64
  /// Bytes at the destination.
  public var copiedSize: Int64

  /// The view with all its fields.
  public init(
    jobName: String, runtimeId: String = "", status: String = "", totalCount: Int64 = 0,
    copiedCount: Int64 = 0, failedCount: Int64 = 0, copiedSize: Int64 = 0
  ) {
    self.jobName = jobName
    self.runtimeId = runtimeId
    self.status = status
    self.totalCount = totalCount
    self.copiedCount = copiedCount
    self.failedCount = failedCount
    self.copiedSize = copiedSize
  }

  /// The fields in the documented order.
  public var json: JSONValue {
    [
      "JobName": .string(jobName),
      "RuntimeId": .string(runtimeId),
      "Status": .string(status),
      "TotalCount": .integer(totalCount),
      "CopiedCount": .integer(copiedCount),
      "FailedCount": .integer(failedCount),
      "CopiedSize": .integer(copiedSize),
    ]
  }

  /// Reads the view as the daemon tells it.
  public init(json: JSONValue) throws(WireError) {
    let fields = try JSONFields(json)
    jobName = try fields.text("JobName")
    runtimeId = try fields.text("RuntimeId")
    status = try fields.text("Status")
    totalCount = try fields.integer("TotalCount")
    copiedCount = try fields.integer("CopiedCount")
    failedCount = try fields.integer("FailedCount")
    copiedSize = try fields.integer("CopiedSize")
  }
}
