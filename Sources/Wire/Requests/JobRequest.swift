public import Migration

/// The wish for a new job.
public struct JobRequest: Hashable, Sendable {
  /// The name; checked by `Name`.
  public var name: String
  /// The name of the address that is read.
  public var source: String
  /// The name of the address that is written.
  public var destination: String
  /// What happens to what is there already.
  public var overwrite: OverwriteRule
  /// When it starts and pauses by itself.
  public var schedule = ScheduleShape()
  /// The zone of the schedule, such as `Europe/Berlin`; empty for the daemon's.
  public var timeZone = ""
  /// How long a run may be under way, in microseconds; nil for any time.
  public var maxRunTime: Int64?
  /// Limits.
  public var throttle = ThrottleKnobs()
  /// Limits by the time of day; nil for those that all jobs have.
  public var windows: ThrottleWindows?
  /// What is left out.
  public var filter = FilterKnobs()
  /// How objects are copied.
  public var copying = CopyKnobs()
  /// How its failures are retried.
  public var retry = RetryKnobs()
  /// How long its history is kept.
  public var history = HistoryKnobs()
  /// Which objects of its runs are told to the log; nil for none.
  public var logMode: LogMode?
  /// `K1:V1,K2:V2`, or empty.
  public var tags = ""
  /// The ID of the job whose failed objects it takes; empty for a job of its own.
  public var parentVersion = ""

  /// A wish, not checked yet.
  public init(name: String, source: String, destination: String, overwrite: OverwriteRule) {
    self.name = name
    self.source = source
    self.destination = destination
    self.overwrite = overwrite
  }

  /// The request's body; what says nothing is left out.
  public var json: JSONValue {
    var members = [
      JSONMember("Name", .string(name)),
      JSONMember("SrcAddress", .string(source)),
      JSONMember("DestAddress", .string(destination)),
      JSONMember("OverwriteMode", .string(overwrite.overwriteMode)),
      JSONMember("TransferMode", .string(overwrite.transferMode)),
    ]
    if let throttle = throttle.json { members.append(JSONMember("ImportQos", throttle)) }
    if let windows { members.append(JSONMember(ThrottleWindows.wireName, windows.json)) }
    if schedule != ScheduleShape() { members.append(JSONMember("ScheduleRule", schedule.json)) }
    if let filter = filter.json { members.append(JSONMember("FilterRule", filter)) }
    members += copying.members
    if !timeZone.isEmpty { members.append(JSONMember("TimeZone", .string(timeZone))) }
    if let maxRunTime {
      members.append(
        JSONMember("MaxRunTime", .string(DurationText.text(microseconds: maxRunTime))))
    }
    if let retry = retry.json { members.append(JSONMember("Retry", retry)) }
    if let history = history.json { members.append(JSONMember("History", history)) }
    if let logMode { members.append(JSONMember(LogMode.wireName, logMode.json)) }
    if !tags.isEmpty { members.append(JSONMember("Tags", .string(tags))) }
    if !parentVersion.isEmpty {
      members.append(JSONMember("ParentVersion", .string(parentVersion)))
    }
    return .object(members)
  }

  /// Reads and checks a request's body.
  ///
  /// `AppendableToNormal` is passed over: what ferry writes is never appendable. What would change
  /// what is moved and is not served is refused.
  ///
  /// - Throws: `MissingArgument` or `InvalidArgument` with the path of the field.
  public init(json: JSONValue) throws(Refusal) {
    do {
      self = try Self(checking: JSONFields(json, known: Self.names))
    } catch {
      throw error.refusal
    }
  }

  private init(checking fields: JSONFields) throws(WireError) {
    name = try fields.required("Name")
    if let problem = Name.problem(with: name) {
      throw WireError(.invalid, at: "Name", problem)
    }
    source = try fields.required("SrcAddress")
    destination = try fields.required("DestAddress")
    let overwriteMode = try fields.required("OverwriteMode")
    let transferMode = try fields.text("TransferMode")
    guard let overwrite = OverwriteRule(overwriteMode: overwriteMode, transferMode: transferMode)
    else {
      let (atTransfer, problem) = OverwriteRule.problem(
        overwriteMode: overwriteMode, transferMode: transferMode)
      throw WireError(.invalid, at: atTransfer ? "TransferMode" : "OverwriteMode", problem)
    }
    self.overwrite = overwrite
    try Self.refuseNotServed(fields)
    if let limits = try fields.fields("ImportQos", known: Throttle.wireNames) {
      throttle = try ThrottleKnobs(limits)
    }
    windows = try ThrottleWindows.read(fields)
    logMode = try LogMode.read(fields)
    if let rule = try fields.fields("ScheduleRule", known: ScheduleShape.names) {
      schedule = try ScheduleShape(rule)
    }
    timeZone = try fields.text("TimeZone")
    if let rule = try fields.fields("FilterRule", known: FilterKnobs.names) {
      filter = try FilterKnobs(rule)
    }
    copying = try CopyKnobs(fields)
    tags = try fields.tags()
    maxRunTime = try fields.duration("MaxRunTime")
    if maxRunTime == 0 { maxRunTime = nil }
    if let knobs = try fields.fields("Retry", known: RetryKnobs.names) {
      retry = try RetryKnobs(knobs)
    }
    if let knobs = try fields.fields("History", known: HistoryKnobs.names) {
      history = try HistoryKnobs(knobs)
    }
    parentVersion = try fields.text("ParentVersion")
    if !parentVersion.isEmpty { try refuseScheduleOfSubJob() }
  }

  /// A sub-job may run when its root job may, and starts by hand only.
  private func refuseScheduleOfSubJob() throws(WireError) {
    guard schedule == ScheduleShape(), timeZone.isEmpty else {
      throw WireError(
        .invalid, at: schedule == ScheduleShape() ? "TimeZone" : "ScheduleRule",
        "a sub-job has no schedule of its own: it runs when its root job's rules let it; "
          + "leave this out")
    }
  }

  private static func refuseNotServed(_ fields: JSONFields) throws(WireError) {
    for name in ["CreateReport", "EnableMultiVersioning"]
    where try fields.flag(name) == true {
      throw WireError(.invalid, at: name, Served.notYet)
    }
    _ = try fields.flag("AppendableToNormal")
  }

  private static let names =
    [
      "Name", "SrcAddress", "DestAddress", "OverwriteMode", "TransferMode", "ParentVersion",
      "Audit",
      "CreateReport", "ImportQos", "FilterRule", "ScheduleRule", "AppendableToNormal",
      "EnableMultiVersioning", "Tags", "TimeZone",
      "MaxRunTime", "Retry", "History", ThrottleWindows.wireName,
    ] + CopyKnobs.names
}
