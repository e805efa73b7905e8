/// A value of the configuration and where it comes from.
public struct Located<Value: Hashable & Sendable>: Hashable, Sendable {
  /// The value.
  public let value: Value
  /// The text that it was read from, nil if it is the default.
  public let source: ConfigText?

  /// A value and where it comes from.
  public init(_ value: Value, from source: ConfigText? = nil) {
    self.value = value
    self.source = source
  }
}
