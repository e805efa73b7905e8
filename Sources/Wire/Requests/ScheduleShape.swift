/// When a job starts and pauses (`ScheduleRule` on the wire); the expressions are not parsed here.
public struct ScheduleShape: WireShape {
  /// The start rule, empty for none.
  public var start: String
  /// The suspend rule, empty for none.
  public var suspend: String
  /// Runs that the schedule opens, nil for no limit.
  public var maxScheduleCount: Int64?
  /// What ferry's schedules know beyond that.
  public var knobs: ScheduleKnobs

  /// A schedule; without arguments none.
  public init(
    start: String = "", suspend: String = "", maxScheduleCount: Int64? = nil,
    knobs: ScheduleKnobs = ScheduleKnobs()
  ) {
    self.start = start
    self.suspend = suspend
    self.maxScheduleCount = maxScheduleCount
    self.knobs = knobs
  }

  /// The fields that say something, in the documented order.
  public var json: JSONValue {
    var members: [JSONMember] = []
    if !start.isEmpty { members.append(JSONMember("StartCronExpression", .string(start))) }
    if !suspend.isEmpty { members.append(JSONMember("SuspendCronExpression", .string(suspend))) }
    if let maxScheduleCount {
      members.append(JSONMember("MaxScheduleCount", .integer(maxScheduleCount)))
    }
    return .object(members + knobs.members)
  }

  /// Reads the shape; unknown fields are passed over.
  public init(json: JSONValue) throws(WireError) {
    try self.init(JSONFields(json))
  }

  static let names =
    ["StartCronExpression", "SuspendCronExpression", "MaxScheduleCount"] + ScheduleKnobs.names

  init(_ fields: JSONFields) throws(WireError) {
    start = try fields.text("StartCronExpression")
    suspend = try fields.text("SuspendCronExpression")
    knobs = try ScheduleKnobs(fields)
    maxScheduleCount = try fields.whole("MaxScheduleCount", of: "runs")
    if maxScheduleCount == 0 {
      throw WireError(
        .invalid, at: fields.place("MaxScheduleCount"),
        "0 runs would be no schedule; leave it out for no limit")
    }
  }
}
