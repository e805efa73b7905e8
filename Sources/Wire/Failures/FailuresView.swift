/// A page of what a run could not move, in the order of the keys.
public struct FailuresView: WireShape {
  /// The job's name.
  public var jobName: String
  /// The run's number.
  public var runtimeId: String
  /// The name of the address that the run read.
  public var source: String
  /// The name of the address that it wrote.
  public var destination: String
  /// The objects.
  public var entries: [FailureEntry]
  /// Where the next page begins, empty on the last one.
  public var nextMarker: String
  /// Whether there are more.
  public var truncated: Bool

  /// The view with all its fields.
  public init(
    jobName: String, runtimeId: String = "", source: String = "", destination: String = "",
    entries: [FailureEntry] = [], nextMarker: String = "", truncated: Bool = false
  ) {
    self.jobName = jobName
    self.runtimeId = runtimeId
    self.source = source
    self.destination = destination
    self.entries = entries
    self.nextMarker = nextMarker
    self.truncated = truncated
  }

  /// The fields in the documented order.
  public var json: JSONValue {
    [
      "Name": .string(jobName),
      "RuntimeId": .string(runtimeId),
      "SrcAddress": .string(source),
      "DestAddress": .string(destination),
      "Failures": .array(entries.map(\.json)),
      "NextMarker": .string(nextMarker),
      "Truncated": .bool(truncated),
    ]
  }

  /// Reads the view as the daemon tells it.
  public init(json: JSONValue) throws(WireError) {
    let fields = try JSONFields(json)
    jobName = try fields.text("Name")
    runtimeId = try fields.text("RuntimeId")
    source = try fields.text("SrcAddress")
    destination = try fields.text("DestAddress")
    entries = try fields.shapes("Failures", of: FailureEntry.self)
    nextMarker = try fields.text("NextMarker")
    truncated = try fields.flag("Truncated") ?? false
  }
}
