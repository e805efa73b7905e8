/// A job that somebody has to look after.
public struct AttentionView: WireShape {
  /// The job's name.
  public var jobName: String
  /// What is wrong and what to do.
  public var message: String

  /// The view with all its fields.
  public init(
    jobName: String, message: String = ""
  ) {
    self.jobName = jobName
    self.message = message
  }

  /// The fields in the documented order.
  public var json: JSONValue {
    [
      "JobName": .string(jobName),
      "Message": .string(message),
    ]
  }

  /// Reads the view as the daemon tells it.
  public init(json: JSONValue) throws(WireError) {
    let fields = try JSONFields(json)
    jobName = try fields.text("JobName")
    message = try fields.text("Message")
  }
}
