public import Migration

/// Which records of changes to tell, the newest first.
public struct AuditQuery: Hashable, Sendable {
  /// The page; its marker is the number of the last record before it.
  public var page: PageQuery
  /// Only those about this job, address or the like; empty for all.
  public var subject: String

  /// A page of all records.
  public init(page: PageQuery = PageQuery(), subject: String = "") {
    self.page = page
    self.subject = subject
  }

  /// Reads and checks `count`, `marker` and `subject` of a request's query.
  ///
  /// - Throws: `InvalidArgument` with the parameter's name.
  public init(query: [(name: String, value: String)]) throws(Refusal) {
    let fields = try QueryFields(query, known: PageQuery.names + ["subject"])
    page = try PageQuery(fields)
    subject = fields.text("subject")
    guard page.marker.isEmpty || Int64(page.marker) != nil else {
      throw Refusal(.invalidArgument, "marker: '\(page.marker.prefix(40))' is no record's number")
    }
  }
}
