public import Migration

/// Which page of a list.
public struct PageQuery: Hashable, Sendable {
  /// How many, 1 to 1000.
  public var count: Int
  /// The page begins after the element that this names; empty for the first page.
  public var marker: String

  /// A page; without arguments the first thousand.
  public init(count: Int = 1000, marker: String = "") {
    self.count = count
    self.marker = marker
  }

  /// Reads and checks `count` and `marker` of a request's query, percent-decoded.
  ///
  /// - Throws: `InvalidArgument` with the parameter's name.
  public init(query: [(name: String, value: String)]) throws(Refusal) {
    self = try Self(QueryFields(query, known: Self.names))
  }

  init(_ fields: QueryFields) throws(Refusal) {
    count = try fields.whole("count", in: 1...1000, standard: 1000)
    marker = fields.text("marker")
  }

  static let names = ["count", "marker"]
}
