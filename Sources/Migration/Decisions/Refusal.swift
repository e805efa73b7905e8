/// A request that was refused: which rule, and a sentence that says what to do.
public struct Refusal: Error, Hashable, Sendable, CustomStringConvertible {
  /// The rule.
  public let code: RefusalCode
  /// What was wrong, where, and what to do; one line, no secret.
  public let message: String

  /// A refusal with its message.
  public init(_ code: RefusalCode, _ message: String) {
    self.code = code
    self.message = message
  }

  /// The code and the message on one line.
  public var description: String {
    "\(code.word): \(message)"
  }
}
