/// Why a text is no pattern that can be used.
public struct PatternError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong with it, to stand behind its text.
  public let description: String

  init(_ description: String) {
    self.description = description
  }
}
