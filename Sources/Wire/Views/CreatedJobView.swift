public import Calendar

/// The answer to the wish for a new job.
public struct CreatedJobView: WireShape {
  /// The job's name.
  public var name: String
  /// Its immutable ID, a UUID.
  public var version: String
  /// When it was made.
  public var createTime: Instant?
  /// `IMPORT_JOB_BEGIN`.
  public var status: String
  /// The name of the address that is read.
  public var source: String
  /// The name of the address that is written.
  public var destination: String

  /// What its author should know about its schedule, a sentence each.
  public var warnings: [String]

  /// The view with all its fields.
  public init(
    name: String, version: String = "", createTime: Instant? = nil, status: String = "",
    source: String = "", destination: String = "", warnings: [String] = []
  ) {
    self.name = name
    self.version = version
    self.createTime = createTime
    self.status = status
    self.source = source
    self.destination = destination
    self.warnings = warnings
  }

  /// The fields in the documented order.
  public var json: JSONValue {
    [
      "JobName": .string(name),
      "Version": .string(version),
      "CreateTime": .string(ISOTime.text(createTime)),
      "Status": .string(status),
      "SrcAddr": .string(source),
      "DestAddr": .string(destination),
      "Warnings": .array(warnings.map { .string($0) }),
    ]
  }

  /// Reads the view as the daemon tells it.
  public init(json: JSONValue) throws(WireError) {
    let fields = try JSONFields(json)
    name = try fields.text("JobName")
    version = try fields.text("Version")
    createTime = try fields.instant("CreateTime")
    status = try fields.text("Status")
    source = try fields.text("SrcAddr")
    destination = try fields.text("DestAddr")
    warnings = try fields.strings("Warnings")
  }
}
