/// What is wrong with a value, without its place: the value itself and what is allowed.
public struct ValueProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// `'abc' is not a whole number; allowed: 0 to 10`.
  public let description: String
  /// The byte of the value's UTF-8 where the mistake begins.
  public let offset: Int

  init(_ description: String, at offset: Int = 0) {
    self.description = description
    self.offset = offset
  }
}
