/// Why it cannot be told what a run would do, as a sentence.
public struct DryRunError: Error, CustomStringConvertible {
  /// What is wrong and what to do.
  public let description: String

  init(_ description: String) {
    self.description = description
  }
}
