public import Migration

/// Which run's result to tell.
public struct ResultQuery: Hashable, Sendable {
  /// The run; nil for the newest.
  public var run: Int64?

  /// Reads and checks `runtimeId` of a request's query.
  ///
  /// - Throws: `InvalidArgument` with the parameter's name.
  public init(query: [(name: String, value: String)]) throws(Refusal) {
    run = try QueryFields(query, known: ["runtimeId"]).run()
  }
}
