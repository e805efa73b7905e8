public import Migration

/// What a request says about how long a job's history is kept; nil says nothing.
///
/// On the wire `History` with the words of the configuration: `KeepRuns`, `KeepDays`.
public struct HistoryKnobs: Hashable, Sendable {
  /// So many of the newest runs.
  public var keepRuns: Int?
  /// Runs that ended so many days ago or later.
  public var keepDays: Int?

  /// Knobs that say nothing.
  public init() {}

  /// Knobs that say all of a policy.
  public init(_ policy: HistoryPolicy) {
    (keepRuns, keepDays) = (policy.keepRuns, policy.keepDays)
  }

  /// The policy with what these say.
  public func turning(_ policy: HistoryPolicy) -> HistoryPolicy {
    HistoryPolicy(
      keepRuns: keepRuns ?? policy.keepRuns, keepDays: keepDays ?? policy.keepDays)
  }

  static let names = ["KeepRuns", "KeepDays"]

  /// The fields that say something; nil if none does.
  var json: JSONValue? {
    var members: [JSONMember] = []
    if let keepRuns { members.append(JSONMember("KeepRuns", .integer(Int64(keepRuns)))) }
    if let keepDays { members.append(JSONMember("KeepDays", .integer(Int64(keepDays)))) }
    return members.isEmpty ? nil : .object(members)
  }

  init(_ fields: JSONFields) throws(WireError) {
    keepRuns = try fields.count("KeepRuns", in: HistoryPolicy.runs)
    keepDays = try fields.count("KeepDays", in: HistoryPolicy.days)
  }
}
