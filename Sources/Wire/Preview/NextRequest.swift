/// What `ferry next` is asked for.
public enum NextRequest: Hashable, Sendable {
  /// The coming starts of a job, as its daemon knows them.
  case job(count: Int64?)
  /// The coming instants of rules that need no job and no daemon.
  case rules(RulesRequest)
  /// Answers to the questions on standard input, a line each.
  case batch

  /// Rules as the command line gives them, not yet read.
  public struct RulesRequest: Hashable, Sendable {
    /// The start rule.
    public var start: String
    /// The suspend rule; nil if there is none.
    public var suspend: String?
    /// The zone of both; nil if none was named.
    public var timeZone: String?
    /// After which time; nil for now.
    public var from: String?
    /// How many starts.
    public var count: Int
  }

  /// How many starts are told if nobody says.
  public static let usualCount = 5

  /// Reads the flags of the verb.
  ///
  /// - Throws: `UsageError` if flags are given that exclude each other or say nothing together.
  public init(_ invocation: Invocation) throws(UsageError) {
    let count = try invocation.whole("count", in: 1...1000)
    if invocation.isSet("batch") {
      let others = ["cron", "suspend", "time-zone", "from", "count"]
      if let other = others.first(where: { invocation.value($0) != nil }) {
        throw UsageError("'--batch' reads all from standard input: leave out '--\(other)'")
      }
      guard invocation.argument.isEmpty else {
        throw UsageError("'--batch' reads all from standard input: leave out the job's name")
      }
      self = .batch
      return
    }
    guard let start = invocation.value("cron") else {
      if let other = ["suspend", "time-zone", "from"].first(where: { invocation.value($0) != nil })
      {
        throw UsageError("'--\(other)' goes with '--cron'; a job has its own rules")
      }
      guard !invocation.argument.isEmpty else {
        throw UsageError("'next' needs a NAME, or '--cron EXPR', or '--batch'")
      }
      self = .job(count: count)
      return
    }
    guard invocation.argument.isEmpty else {
      throw UsageError("'--cron' is for rules without a job: leave out the job's name")
    }
    self = .rules(
      RulesRequest(
        start: start, suspend: invocation.value("suspend"),
        timeZone: invocation.value("time-zone"), from: invocation.value("from"),
        count: count.map { Int($0) } ?? Self.usualCount))
  }
}
