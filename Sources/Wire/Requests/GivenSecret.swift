import Migration

/// A secret on its way from a request to where it is kept: it is not shown, whoever prints it.
///
/// A plain text underneath, which nobody zeroes: it lives as long as the request that holds it.
public struct GivenSecret: Hashable, Sendable {
  private let text: String

  /// A secret that was given.
  public init(_ text: String) {
    self.text = text
  }

  /// Lends the text.
  public func withText<Result, Failure: Error>(
    _ body: (String) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(text)
  }

  /// Reads it from a request; nil if it is not there or empty.
  ///
  /// - Parameter limit: The most bytes that it may have.
  /// - Throws: What is wrong, and nothing of the value.
  init?(
    _ fields: JSONFields, _ name: String, limit: Int = BucketRules.secretLimit
  ) throws(WireError) {
    switch fields.value(name) {
    case nil, .string(""): return nil
    case .string(let text):
      if let problem = BucketRules.problem(withSecret: text, limit: limit) {
        throw WireError(.invalid, at: fields.place(name), problem)
      }
      self.text = text
    default: throw WireError(.invalid, at: fields.place(name), "no text")
    }
  }
}

extension GivenSecret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// `***`.
  public var description: String { "***" }
  /// `***`.
  public var debugDescription: String { "***" }
  /// No children: `dump` shows `***`.
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}
