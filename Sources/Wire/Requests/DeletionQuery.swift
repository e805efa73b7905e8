public import Migration

/// How far a job's deletion goes.
public struct DeletionQuery: Hashable, Sendable {
  /// Whether its sub-jobs go with it.
  public var cascades: Bool

  /// Reads and checks `cascadeDelete` of a request's query.
  ///
  /// - Throws: `InvalidArgument` with the parameter's name.
  public init(query: [(name: String, value: String)]) throws(Refusal) {
    cascades = try QueryFields(query, known: ["cascadeDelete"]).flag("cascadeDelete")
  }
}
