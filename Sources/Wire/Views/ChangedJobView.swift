/// The answer to a change of a job.
public struct ChangedJobView: WireShape {
  /// What its author should know about its new schedule, a sentence each.
  public var warnings: [String]

  /// The view with all its fields.
  public init(warnings: [String] = []) {
    self.warnings = warnings
  }

  /// An empty object if there is nothing to say.
  public var json: JSONValue {
    warnings.isEmpty ? [:] : ["Warnings": .array(warnings.map { .string($0) })]
  }

  /// Reads the view as the daemon tells it.
  public init(json: JSONValue) throws(WireError) {
    warnings = try JSONFields(json).strings("Warnings")
  }
}
