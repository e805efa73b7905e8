public import Migration

/// The wish for a report about a run.
public struct ReportRequest: Hashable, Sendable {
  /// The job's name.
  public var jobName: String
  /// The job's ID; empty if only its name is given.
  public var version: String
  /// The run.
  public var run: Int64

  /// Reads and checks a request's body.
  ///
  /// - Throws: `MissingArgument` or `InvalidArgument` with the field.
  public init(json: JSONValue) throws(Refusal) {
    do throws(WireError) {
      let fields = try JSONFields(json, known: ["JobName", "Version", "RuntimeId"])
      jobName = try fields.required("JobName")
      version = try fields.text("Version")
      guard let run = try fields.whole("RuntimeId", of: "runs") else {
        throw WireError(.missing, at: "RuntimeId", "has to be given")
      }
      self.run = run
    } catch {
      throw error.refusal
    }
  }
}
