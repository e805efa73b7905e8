/// A page of jobs, newest first.
public struct JobListView: WireShape {
  /// The jobs.
  public var jobs: [JobView]
  /// Where the next page begins, empty on the last one.
  public var nextMarker: String
  /// Whether there are more.
  public var truncated: Bool

  /// The view with all its fields.
  public init(
    jobs: [JobView], nextMarker: String = "", truncated: Bool = false
  ) {
    self.jobs = jobs
    self.nextMarker = nextMarker
    self.truncated = truncated
  }

  /// The fields in the documented order.
  public var json: JSONValue {
    [
      "ImportJob": .array(jobs.map(\.json)),
      "NextMarker": .string(nextMarker),
      "Truncated": .bool(truncated),
    ]
  }

  /// Reads the view as the daemon tells it.
  public init(json: JSONValue) throws(WireError) {
    let fields = try JSONFields(json)
    jobs = try fields.shapes("ImportJob", of: JobView.self)
    nextMarker = try fields.text("NextMarker")
    truncated = try fields.flag("Truncated") ?? false
  }
}
