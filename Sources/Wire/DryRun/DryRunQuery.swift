public import Migration

/// Which part of what a run would do.
public struct DryRunQuery: Hashable, Sendable {
  /// The job's name.
  public var jobName: String
  /// Where the part before has ended, as the daemon told it; empty to begin.
  public var marker: [UInt8]
  /// How many objects are named, 1 to 5000.
  public var count: Int
  /// Whether those are named that would be skipped.
  public var all: Bool

  /// A look; without further arguments at the first part.
  public init(jobName: String, marker: [UInt8] = [], count: Int = 5000, all: Bool = false) {
    self.jobName = jobName
    self.marker = marker
    self.count = count
    self.all = all
  }

  /// Reads and checks `marker`, `count` and `all` of a request's query.
  ///
  /// - Throws: `InvalidArgument` with the parameter's name.
  public init(jobName: String, query: [(name: String, value: String)]) throws(Refusal) {
    let fields = try QueryFields(query, known: PageQuery.names + ["all"])
    self.jobName = jobName
    let text = fields.text("marker")
    guard let bytes = PercentText.decoded(text), !bytes.contains(0) else {
      throw Refusal(
        .invalidArgument, "marker: '\(text.prefix(60))' is none that a dry run has told")
    }
    marker = bytes
    count = try fields.whole("count", in: 1...5000, standard: 5000)
    all = try fields.flag("all")
  }
}
