/// A job whose newest run left objects that still fail.
public struct FailingView: WireShape {
  /// The job's name.
  public var jobName: String
  /// The run's number.
  public var runtimeId: String
  /// How many objects.
  public var stillFailing: Int64

  /// The view with all its fields.
  public init(jobName: String, runtimeId: String = "", stillFailing: Int64 = 0) {
    self.jobName = jobName
    self.runtimeId = runtimeId
    self.stillFailing = stillFailing
  }

  /// The fields in the documented order.
  public var json: JSONValue {
    [
      "JobName": .string(jobName),
      "RuntimeId": .string(runtimeId),
      "StillFailing": .integer(stillFailing),
    ]
  }

  /// Reads the view as the daemon tells it.
  public init(json: JSONValue) throws(WireError) {
    let fields = try JSONFields(json)
    jobName = try fields.text("JobName")
    runtimeId = try fields.text("RuntimeId")
    stillFailing = try fields.integer("StillFailing")
  }
}
