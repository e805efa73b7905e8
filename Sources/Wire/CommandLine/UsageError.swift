/// A command line that names nothing that can be done.
public struct UsageError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong and, where it can be guessed, what was meant.
  public let description: String

  /// A mistake.
  public init(_ description: String) {
    self.description = description
  }
}
