public import Calendar

/// A token as it is kept: not itself, but what it is known by.
public struct TokenRecord: Hashable, Sendable {
  /// The name that it was given.
  public var name: String
  /// The SHA-256 of its text.
  public var digest: [UInt8]
  /// What its holder may do, by the word for it.
  public var role: String
  /// When it was made.
  public var created: Instant
  /// From when on it holds no more; nil for never.
  public var expires: Instant?
  /// Who made it.
  public var createdBy: String

  /// A token.
  public init(
    name: String, digest: [UInt8], role: String, created: Instant, expires: Instant?,
    createdBy: String
  ) {
    self.name = name
    self.digest = digest
    self.role = role
    self.created = created
    self.expires = expires
    self.createdBy = createdBy
  }
}
