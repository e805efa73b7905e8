/// Why a server could not begin.
public struct ServerError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was wrong and what to do, one line.
  public let description: String

  init(_ description: String) {
    self.description = description
  }
}
