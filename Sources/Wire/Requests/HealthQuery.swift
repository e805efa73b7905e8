public import Migration

/// What a monitoring system wants to be told of.
public struct HealthQuery: Hashable, Sendable {
  /// How old the last success of a scheduled job may be, in microseconds; nil for any age.
  public var maxAge: Int64?

  /// A question about the age of successes, or about none.
  public init(maxAge: Int64? = nil) {
    self.maxAge = maxAge
  }

  /// Reads and checks `maxAge` of a request's query, such as `26h`.
  ///
  /// - Throws: `InvalidArgument` with the parameter's name.
  public init(query: [(name: String, value: String)]) throws(Refusal) {
    let text = try QueryFields(query, known: ["maxAge"]).text("maxAge")
    if text.isEmpty { return }
    do {
      maxAge = try ConfigValue.duration(text).microseconds
    } catch {
      throw Refusal(.invalidArgument, "maxAge: \(error.description)")
    }
  }
}
