/// The coming starts of a job.
public struct NextView: WireShape {
  /// The job's name.
  public var jobName: String
  /// The zone of its schedule.
  public var timeZone: String
  /// The starts, soonest first.
  public var next: [NextStart]
  /// Why there is none: `no start rule`, `disabled` and so on; else empty.
  public var why: String

  /// The view with all its fields.
  public init(
    jobName: String, timeZone: String = "", next: [NextStart] = [], why: String = ""
  ) {
    self.jobName = jobName
    self.timeZone = timeZone
    self.next = next
    self.why = why
  }

  /// The fields in the documented order.
  public var json: JSONValue {
    [
      "JobName": .string(jobName),
      "TimeZone": .string(timeZone),
      "Next": .array(next.map(\.json)),
      "Why": .string(why),
    ]
  }

  /// Reads the view as the daemon tells it.
  public init(json: JSONValue) throws(WireError) {
    let fields = try JSONFields(json)
    jobName = try fields.text("JobName")
    timeZone = try fields.text("TimeZone")
    next = try fields.shapes("Next", of: NextStart.self)
    why = try fields.text("Why")
  }
}
