public import Migration

/// A part of what a run would do.
public struct DryRunView: WireShape {
  /// The job's name.
  public var jobName: String
  /// The objects, in the order in which a run would come to them.
  public var objects: [DryRunEntry]
  /// What all objects of the part come to, those too that are not named.
  public var sum: ForecastSum
  /// Where the next part begins, empty on the last one.
  public var nextMarker: String
  /// Whether there is more.
  public var truncated: Bool

  /// A part; it is the last one if there is no marker.
  public init(
    jobName: String, objects: [DryRunEntry] = [], sum: ForecastSum = ForecastSum(),
    next: [UInt8]? = nil
  ) {
    self.jobName = jobName
    self.objects = objects
    self.sum = sum
    nextMarker = next.map { PercentText.encoded($0) } ?? ""
    truncated = next != nil
  }

  /// The fields in the documented order.
  public var json: JSONValue {
    [
      "Name": .string(jobName),
      "Objects": .array(objects.map(\.json)),
      "CopyCount": .integer(sum.copies),
      "CopySize": .integer(sum.copyBytes),
      "SkipCount": .integer(sum.skips),
      "SkipSize": .integer(sum.skipBytes),
      "RefuseCount": .integer(sum.refusals),
      "NextMarker": .string(nextMarker),
      "Truncated": .bool(truncated),
    ]
  }

  /// Reads the view as the daemon tells it.
  public init(json: JSONValue) throws(WireError) {
    let fields = try JSONFields(json)
    jobName = try fields.text("Name")
    objects = try fields.shapes("Objects", of: DryRunEntry.self)
    sum = ForecastSum()
    sum.copies = try fields.integer("CopyCount")
    sum.copyBytes = try fields.integer("CopySize")
    sum.skips = try fields.integer("SkipCount")
    sum.skipBytes = try fields.integer("SkipSize")
    sum.refusals = try fields.integer("RefuseCount")
    nextMarker = try fields.text("NextMarker")
    truncated = try fields.flag("Truncated") ?? false
  }
}
