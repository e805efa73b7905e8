public import Migration

/// How many of a job's coming starts to tell.
public struct NextQuery: Hashable, Sendable {
  /// How many, 1 to 1000.
  public var count: Int

  /// Reads and checks `count` of a request's query; 5 if it is not there.
  ///
  /// - Throws: `InvalidArgument` with the parameter's name.
  public init(query: [(name: String, value: String)]) throws(Refusal) {
    let fields = try QueryFields(query, known: ["count"])
    count = try fields.whole("count", in: 1...1000, standard: 5)
  }
}
