public import Calendar

/// The next start of all jobs.
public struct UpcomingView: WireShape {
  /// The job's name.
  public var jobName: String
  /// When.
  public var utc: Instant?

  /// The view with all its fields.
  public init(
    jobName: String, utc: Instant? = nil
  ) {
    self.jobName = jobName
    self.utc = utc
  }

  /// The fields in the documented order.
  public var json: JSONValue {
    [
      "JobName": .string(jobName),
      "Utc": .string(ISOTime.text(utc)),
    ]
  }

  /// Reads the view as the daemon tells it.
  public init(json: JSONValue) throws(WireError) {
    let fields = try JSONFields(json)
    jobName = try fields.text("JobName")
    utc = try fields.instant("Utc")
  }
}
