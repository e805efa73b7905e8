public import Migration

/// Which report to tell about.
public struct ReportQuery: Hashable, Sendable {
  /// The job's ID.
  public var version: String
  /// The run; nil if none is named.
  public var run: Int64?

  /// Reads and checks `version` and `runtimeId` of a request's query.
  ///
  /// - Throws: `MissingArgument` or `InvalidArgument` with the parameter's name.
  public init(query: [(name: String, value: String)]) throws(Refusal) {
    let fields = try QueryFields(query, known: ["version", "runtimeId"])
    version = fields.text("version")
    guard !version.isEmpty else {
      throw Refusal(.missingArgument, "version: has to be given; it is the job's ID")
    }
    run = try fields.run()
  }
}
