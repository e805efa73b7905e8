/// A page of a job's history, newest commit first.
public struct HistoryView: WireShape {
  /// The commits.
  public var entries: [HistoryEntry]
  /// Where the next page begins, empty on the last one.
  public var nextMarker: String
  /// Whether there are more.
  public var truncated: Bool

  /// The view with all its fields.
  public init(
    entries: [HistoryEntry], nextMarker: String = "", truncated: Bool = false
  ) {
    self.entries = entries
    self.nextMarker = nextMarker
    self.truncated = truncated
  }

  /// The fields in the documented order.
  public var json: JSONValue {
    [
      "JobHistory": .array(entries.map(\.json)),
      "NextMarker": .string(nextMarker),
      "Truncated": .bool(truncated),
    ]
  }

  /// Reads the view as the daemon tells it.
  public init(json: JSONValue) throws(WireError) {
    let fields = try JSONFields(json)
    entries = try fields.shapes("JobHistory", of: HistoryEntry.self)
    nextMarker = try fields.text("NextMarker")
    truncated = try fields.flag("Truncated") ?? false
  }
}
