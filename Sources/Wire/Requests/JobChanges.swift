public import Migration

/// What a request changes of a job's definition; nil leaves a field as it is.
public struct JobChanges: Hashable, Sendable {
  /// The start rule; empty removes it.
  public var start: String?
  /// The suspend rule; empty removes it.
  public var suspend: String?
  /// Runs that the schedule opens in all; 0 is no limit.
  public var maxScheduleCount: Int64?
  /// The rest of the schedule; a bound that is empty is removed.
  public var knobs = ScheduleKnobs()
  /// The zone of the schedule.
  public var timeZone: String?
  /// How long a run may be under way, in microseconds; 0 is any time.
  public var maxRunTime: Int64?
  /// What happens to what is there already.
  public var overwrite: OverwriteRule?
  /// How objects are copied.
  public var copying = CopyKnobs()
  /// Limits by the time of day; none removes them.
  public var windows: ThrottleWindows?
  /// What is left out; a list that is empty leaves nothing out.
  public var filter = FilterKnobs()
  /// How its failures are retried.
  public var retry = RetryKnobs()
  /// How long its history is kept.
  public var history = HistoryKnobs()
  /// Which objects of its runs are told to the log.
  public var logMode: LogMode?
  /// `K1:V1,K2:V2`; empty removes them.
  public var tags: String?

  /// Changes nothing.
  public init() {}

  static let names =
    [
      "ScheduleRule", "TimeZone", "MaxRunTime", "OverwriteMode", "TransferMode",
      "FilterRule", "Tags", "Retry", "History", "Audit", ThrottleWindows.wireName,
    ] + CopyKnobs.names

  /// The fields that say something.
  var json: JSONValue {
    var rule: [JSONMember] = []
    if let start { rule.append(JSONMember("StartCronExpression", .string(start))) }
    if let suspend { rule.append(JSONMember("SuspendCronExpression", .string(suspend))) }
    if let maxScheduleCount {
      rule.append(JSONMember("MaxScheduleCount", .integer(maxScheduleCount)))
    }
    rule += knobs.members
    var members: [JSONMember] = []
    if !rule.isEmpty { members.append(JSONMember("ScheduleRule", .object(rule))) }
    if let timeZone { members.append(JSONMember("TimeZone", .string(timeZone))) }
    if let maxRunTime {
      members.append(
        JSONMember("MaxRunTime", .string(DurationText.text(microseconds: maxRunTime))))
    }
    if let overwrite {
      members.append(JSONMember("OverwriteMode", .string(overwrite.overwriteMode)))
      members.append(JSONMember("TransferMode", .string(overwrite.transferMode)))
    }
    if let windows { members.append(JSONMember(ThrottleWindows.wireName, windows.json)) }
    members += copying.members
    if let filter = filter.json { members.append(JSONMember("FilterRule", filter)) }
    if let retry = retry.json { members.append(JSONMember("Retry", retry)) }
    if let history = history.json { members.append(JSONMember("History", history)) }
    if let logMode { members.append(JSONMember(LogMode.wireName, logMode.json)) }
    if let tags { members.append(JSONMember("Tags", .string(tags))) }
    return .object(members)
  }

  /// Reads the fields of an update's body that change the definition.
  init(_ fields: JSONFields) throws(WireError) {
    if let rule = try fields.fields("ScheduleRule", known: ScheduleShape.names) {
      start = try rule.string("StartCronExpression")
      suspend = try rule.string("SuspendCronExpression")
      maxScheduleCount = try rule.whole("MaxScheduleCount", of: "runs")
      knobs = try ScheduleKnobs(rule)
    }
    timeZone = try fields.string("TimeZone")
    maxRunTime = try fields.duration("MaxRunTime")
    windows = try ThrottleWindows.read(fields)
    copying = try CopyKnobs(fields)
    if let rule = try fields.fields("FilterRule", known: FilterKnobs.names) {
      filter = try FilterKnobs(rule)
    }
    if try fields.string("Tags") != nil { tags = try fields.tags() }
    if let knobs = try fields.fields("Retry", known: RetryKnobs.names) {
      retry = try RetryKnobs(knobs)
    }
    if let knobs = try fields.fields("History", known: HistoryKnobs.names) {
      history = try HistoryKnobs(knobs)
    }
    logMode = try LogMode.read(fields)
    overwrite = try Self.overwrite(fields)
  }

  private static func overwrite(_ fields: JSONFields) throws(WireError) -> OverwriteRule? {
    let overwriteMode = try fields.string("OverwriteMode")
    let transferMode = try fields.string("TransferMode")
    if overwriteMode == nil, transferMode == nil { return nil }
    guard let overwriteMode else {
      throw WireError(.missing, at: "OverwriteMode", "has to be given with TransferMode")
    }
    if let rule = OverwriteRule(overwriteMode: overwriteMode, transferMode: transferMode ?? "") {
      return rule
    }
    let (atTransfer, problem) = OverwriteRule.problem(
      overwriteMode: overwriteMode, transferMode: transferMode ?? "")
    throw WireError(.invalid, at: atTransfer ? "TransferMode" : "OverwriteMode", problem)
  }
}
