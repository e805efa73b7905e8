public import Migration

/// Which jobs to list.
public struct JobListQuery: Hashable, Sendable {
  /// The page.
  public var page: PageQuery
  /// Whether sub-jobs are listed too.
  public var all: Bool
  /// Only the sub-jobs of this job; empty for no such limit.
  public var parentName: String

  /// A list; without arguments the first thousand root jobs.
  public init(page: PageQuery = PageQuery(), all: Bool = false, parentName: String = "") {
    self.page = page
    self.all = all
    self.parentName = parentName
  }

  /// Reads and checks `count`, `marker`, `all` and `parentName` of a request's query.
  ///
  /// - Throws: `InvalidArgument` with the parameter's name.
  public init(query: [(name: String, value: String)]) throws(Refusal) {
    let fields = try QueryFields(query, known: PageQuery.names + ["all", "parentName"])
    page = try PageQuery(fields)
    all = try fields.flag("all")
    parentName = fields.text("parentName")
  }
}
