public import Migration

/// What became of one definition when files were adopted.
public struct Adopted: Hashable, Sendable {
  /// Of what: `address` or `job`.
  public let what: String
  /// Its name.
  public let name: Name
  /// `added`, `changed`, `revived`, `retired` or `removed`.
  public let how: String
}
