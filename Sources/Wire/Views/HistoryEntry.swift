public import Calendar

/// One recorded change of a run's state, with what the run had done by then.
public struct HistoryEntry: WireShape {
  /// The job's name.
  public var name: String
  /// The job's ID.
  public var jobVersion: String
  /// The run's number.
  public var runtimeId: String
  /// The change's number within the history.
  public var commitId: String
  /// The state it changed to.
  public var status: String
  /// When the state began.
  public var startTime: Instant?
  /// When the state ended, nil for the current one.
  public var endTime: Instant?
  /// `user` or `system`.
  public var by: String
  /// `Normal` or `Interrupt`.
  public var runtimeState: String
  /// Why, or empty.
  public var message: String
  /// `Listing` or `Finished`.
  public var listStatus: String
  /// Objects listed; -1 if the record has no figures.
  public var totalCount: Int64
  /// Their bytes.
  public var totalSize: Int64
  /// Objects at the destination, skipped ones included.
  public var copiedCount: Int64
  /// Their bytes.
  public var copiedSize: Int64
  /// Objects that needed no copy.
  public var skippedCount: Int64
  /// Their bytes.
  public var skippedSize: Int64
  /// Objects that could not be moved.
  public var failedCount: Int64
  /// Objects of the run that still fail after all retries; -1 while that is not known.
  public var stillFailing: Int64 = -1
  /// Why the run began: `schedule`, `catchup`, `manual`.
  public var trigger: String
  /// The instant of the start rule that opened the run, nil without one.
  public var slot: Instant?

  /// The view with all its fields.
  public init(
    name: String, jobVersion: String = "", runtimeId: String = "", commitId: String = "",
    status: String = "", startTime: Instant? = nil, endTime: Instant? = nil, by: String = "",
    runtimeState: String = "", message: String = "", listStatus: String = "",
    totalCount: Int64 = 0, totalSize: Int64 = 0, copiedCount: Int64 = 0, copiedSize: Int64 = 0,
    skippedCount: Int64 = 0, skippedSize: Int64 = 0, failedCount: Int64 = 0, trigger: String = "",
    slot: Instant? = nil
  ) {
    self.name = name
    self.jobVersion = jobVersion
    self.runtimeId = runtimeId
    self.commitId = commitId
    self.status = status
    self.startTime = startTime
    self.endTime = endTime
    self.by = by
    self.runtimeState = runtimeState
    self.message = message
    self.listStatus = listStatus
    self.totalCount = totalCount
    self.totalSize = totalSize
    self.copiedCount = copiedCount
    self.copiedSize = copiedSize
    self.skippedCount = skippedCount
    self.skippedSize = skippedSize
    self.failedCount = failedCount
    self.trigger = trigger
    self.slot = slot
  }

  /// The fields in the documented order.
  public var json: JSONValue {
    [
      "Name": .string(name),
      "JobVersion": .string(jobVersion),
      "RuntimeId": .string(runtimeId),
      "CommitId": .string(commitId),
      "Status": .string(status),
      "StartTime": .string(ISOTime.text(startTime)),
      "EndTime": .string(ISOTime.text(endTime)),
      "Operator": .string(by),
      "RuntimeState": .string(runtimeState),
      "Message": .string(message),
      "ListStatus": .string(listStatus),
      "TotalCount": .integer(totalCount),
      "TotalSize": .integer(totalSize),
      "CopiedCount": .integer(copiedCount),
      "CopiedSize": .integer(copiedSize),
      "SkippedCount": .integer(skippedCount),
      "SkippedSize": .integer(skippedSize),
      "FailedCount": .integer(failedCount),
      "StillFailing": .integer(stillFailing),
      "Trigger": .string(trigger),
      "Slot": .string(ISOTime.text(slot)),
    ]
  }

  /// Reads the view as the daemon tells it.
  public init(json: JSONValue) throws(WireError) {
    let fields = try JSONFields(json)
    name = try fields.text("Name")
    jobVersion = try fields.text("JobVersion")
    runtimeId = try fields.text("RuntimeId")
    commitId = try fields.text("CommitId")
    status = try fields.text("Status")
    startTime = try fields.instant("StartTime")
    endTime = try fields.instant("EndTime")
    by = try fields.text("Operator")
    runtimeState = try fields.text("RuntimeState")
    message = try fields.text("Message")
    listStatus = try fields.text("ListStatus")
    totalCount = try fields.integer("TotalCount")
    totalSize = try fields.integer("TotalSize")
    copiedCount = try fields.integer("CopiedCount")
    copiedSize = try fields.integer("CopiedSize")
    skippedCount = try fields.integer("SkippedCount")
    skippedSize = try fields.integer("SkippedSize")
    failedCount = try fields.integer("FailedCount")
    stillFailing = fields.value("StillFailing") == nil ? -1 : try fields.integer("StillFailing")
    trigger = try fields.text("Trigger")
    slot = try fields.instant("Slot")
  }
}
