/// The coming starts of a job.
public struct NextView: WireShape {
  /// The job's name.
  public var jobName: String
  /// The zone of its schedule.
  public var timeZone: String
  /// The starts, soonest first.
  public var next: [NextStart]
  /// What the authors of the rules should know, a sentence each.
  public var warnings: [String]
  /// Why there is none: `no start rule`, `disabled` and so on; else empty.
  public var why: String

  /// The view with all its fields.
  public init(
    jobName: String, timeZone: String = "", next: [NextStart] = [], warnings: [String] = [],
    why: String = ""
  ) {
    self.jobName = jobName
    self.timeZone = timeZone
    self.next = next
    self.warnings = warnings
    self.why = why
  }

  /// The fields in the documented order.
  public var json: JSONValue {
    [
      "JobName": .string(jobName),
      "TimeZone": .string(timeZone),
      "Next": .array(next.map(\.json)),
      "Warnings": .array(warnings.map { .string($0) }),
      "Why": .string(why),
    ]
  }

  /// Reads the view as the daemon tells it.
  public init(json: JSONValue) throws(WireError) {
    let fields = try JSONFields(json)
    jobName = try fields.text("JobName")
    timeZone = try fields.text("TimeZone")
    next = try fields.shapes("Next", of: NextStart.self)
    warnings = try fields.strings("Warnings")
    why = try fields.text("Why")
  }
}
