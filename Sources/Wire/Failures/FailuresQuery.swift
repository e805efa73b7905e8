public import Migration

/// Which part of what a run could not move.
public struct FailuresQuery: Hashable, Sendable {
  /// The job's name.
  public var jobName: String
  /// The run; nil for the newest.
  public var run: Int64?
  /// The page begins after this key; nil for the first page.
  public var marker: ObjectKey?
  /// How many, 1 to 1000.
  public var count: Int
  /// Whether what retries have moved is told as well.
  public var all: Bool

  /// A list; without further arguments the first thousand that still fail of the newest run.
  public init(
    jobName: String, run: Int64? = nil, marker: ObjectKey? = nil, count: Int = 1000,
    all: Bool = false
  ) {
    self.jobName = jobName
    self.run = run
    self.marker = marker
    self.count = count
    self.all = all
  }

  /// Reads and checks `runtimeId`, `marker`, `count` and `all` of a request's query.
  ///
  /// - Throws: `InvalidArgument` with the parameter's name.
  public init(jobName: String, query: [(name: String, value: String)]) throws(Refusal) {
    let fields = try QueryFields(query, known: PageQuery.names + ["runtimeId", "all"])
    self.jobName = jobName
    run = try fields.run()
    let text = fields.text("marker")
    guard let bytes = PercentText.decoded(text) else {
      throw Refusal(
        .invalidArgument, "marker: '\(text.prefix(60))' is no key in percent-encoding")
    }
    marker = bytes.isEmpty ? nil : ObjectKey(bytes)
    count = try fields.whole("count", in: 1...1000, standard: 1000)
    all = try fields.flag("all")
  }
}

extension QueryFields {
  /// The run that `runtimeId` names; nil if it is not there.
  func run() throws(Refusal) -> Int64? {
    let number = try whole("runtimeId", in: 0...Int.max, standard: 0)
    return number == 0 ? nil : Int64(number)
  }
}
