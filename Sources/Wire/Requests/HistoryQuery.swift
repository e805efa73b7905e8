public import Migration

/// Which part of a job's history.
public struct HistoryQuery: Hashable, Sendable {
  /// The job's name.
  public var jobName: String
  /// Only this run, nil for all.
  public var run: Int64?
  /// The page.
  public var page: PageQuery

  /// A history; without further arguments its newest thousand commits.
  public init(jobName: String, run: Int64? = nil, page: PageQuery = PageQuery()) {
    self.jobName = jobName
    self.run = run
    self.page = page
  }

  /// Reads and checks `runtimeId`, `count` and `marker` of a request's query.
  ///
  /// - Throws: `InvalidArgument` with the parameter's name.
  public init(jobName: String, query: [(name: String, value: String)]) throws(Refusal) {
    let fields = try QueryFields(query, known: PageQuery.names + ["runtimeId"])
    self.jobName = jobName
    page = try PageQuery(fields)
    run = try fields.run()
  }
}
