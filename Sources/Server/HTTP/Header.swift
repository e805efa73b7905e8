/// One header of a request or an answer.
public struct Header: Hashable, Sendable {
  /// The name.
  public let name: String
  /// The value, visible ASCII and spaces.
  public let value: String

  /// A header.
  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}
