public import Migration

/// A JSON text that has not the shape it should have.
public struct WireError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Whether something is wrong or not there.
  public enum Kind: Hashable, Sendable {
    /// A field that has to be there is not.
    case missing
    /// A field has a value of the wrong kind or out of range, or is not known.
    case invalid
  }

  /// Whether something is wrong or not there.
  public let kind: Kind
  /// The names that lead to the field, joined by dots; empty for the whole text.
  public let path: String
  /// What is wrong and what is allowed.
  public let problem: String

  init(_ kind: Kind, at path: String, _ problem: String) {
    self.kind = kind
    self.path = path
    self.problem = problem
  }

  /// The path and the problem on one line.
  public var description: String {
    path.isEmpty ? problem : "\(path): \(problem)"
  }

  /// The same as an answer to the request that held the text.
  public var refusal: Refusal {
    switch kind {
    case .missing: Refusal(.missingArgument, description)
    case .invalid: Refusal(.invalidArgument, description)
    }
  }
}
