/// A named value of a JSON object.
public struct JSONMember: Hashable, Sendable {
  /// The name.
  public let name: String
  /// The value.
  public let value: JSONValue

  /// A value under a name.
  public init(_ name: String, _ value: JSONValue) {
    self.name = name
    self.value = value
  }
}
