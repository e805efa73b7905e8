/// One name and its value in a request's query.
public struct QueryItem: Hashable, Sendable {
  /// The name.
  public let name: String
  /// The value; empty if there is none.
  public let value: String

  /// An item of a query.
  public init(name: String, value: String) {
    self.name = name
    self.value = value
  }
}
