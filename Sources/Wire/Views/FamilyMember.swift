public import Calendar

/// A sub-job as its ancestors' views tell of it.
public struct FamilyMember: WireShape {
  /// The name.
  public var name: String
  /// The immutable ID, a UUID.
  public var version: String
  /// The name of the job whose failed objects it takes.
  public var parentName: String
  /// The run of that job in which they failed.
  public var parentRuntimeId: String
  /// How deep it stands in its family, from 1.
  public var depth: Int64
  /// Whether ferry made it by itself.
  public var isAutomatic: Bool
  /// One of `IMPORT_JOB_*`.
  public var status: String
  /// The number of its newest run, empty before the first.
  public var runtimeId: String
  /// Objects that failed in that run; -1 if that is not known.
  public var failedCount: Int64
  /// Objects of that run that still fail; -1 while that is not known.
  public var stillFailing: Int64
  /// When it was made.
  public var createTime: Instant?

  /// The view with all its fields.
  public init(
    name: String, version: String = "", parentName: String = "", parentRuntimeId: String = "",
    depth: Int64 = 1, isAutomatic: Bool = false, status: String = "", runtimeId: String = "",
    failedCount: Int64 = -1, stillFailing: Int64 = -1, createTime: Instant? = nil
  ) {
    self.name = name
    self.version = version
    self.parentName = parentName
    self.parentRuntimeId = parentRuntimeId
    self.depth = depth
    self.isAutomatic = isAutomatic
    self.status = status
    self.runtimeId = runtimeId
    self.failedCount = failedCount
    self.stillFailing = stillFailing
    self.createTime = createTime
  }

  /// The fields in the documented order.
  public var json: JSONValue {
    [
      "Name": .string(name),
      "Version": .string(version),
      "ParentName": .string(parentName),
      "ParentRuntimeId": .string(parentRuntimeId),
      "Depth": .integer(depth),
      "Automatic": .bool(isAutomatic),
      "Status": .string(status),
      "RuntimeId": .string(runtimeId),
      "FailedCount": .integer(failedCount),
      "StillFailing": .integer(stillFailing),
      "CreateTime": .string(ISOTime.text(createTime)),
    ]
  }

  /// Reads the view as the daemon tells it.
  public init(json: JSONValue) throws(WireError) {
    let fields = try JSONFields(json)
    name = try fields.text("Name")
    version = try fields.text("Version")
    parentName = try fields.text("ParentName")
    parentRuntimeId = try fields.text("ParentRuntimeId")
    depth = try fields.integer("Depth")
    isAutomatic = try fields.flag("Automatic") ?? false
    status = try fields.text("Status")
    runtimeId = try fields.text("RuntimeId")
    failedCount = try fields.integer("FailedCount")
    stillFailing = try fields.integer("StillFailing")
    createTime = try fields.instant("CreateTime")
  }
}
