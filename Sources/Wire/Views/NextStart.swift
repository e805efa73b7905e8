public import Calendar

/// One coming start of a job.
public struct NextStart: WireShape {
  /// When.
  public var utc: Instant?
  /// The same on the wall of the job's zone: `2026-11-22T02:00:00+01:00`.
  public var local: String

  /// The view with all its fields.
  public init(
    utc: Instant?, local: String = ""
  ) {
    self.utc = utc
    self.local = local
  }

  /// The fields in the documented order.
  public var json: JSONValue {
    [
      "Utc": .string(ISOTime.text(utc)),
      "Local": .string(local),
    ]
  }

  /// Reads the view as the daemon tells it.
  public init(json: JSONValue) throws(WireError) {
    let fields = try JSONFields(json)
    utc = try fields.instant("Utc")
    local = try fields.text("Local")
  }
}
