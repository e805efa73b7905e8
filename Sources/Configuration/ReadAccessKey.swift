public import Platform
public import Wire

/// An access key with its secret, ready to be used.
public struct ReadAccessKey: Sendable {
  /// The name that its file gives it.
  public let name: String
  /// Its ID.
  public let id: String
  /// Its secret.
  public let secret: Secret
  /// What its holder may do.
  public let role: Role
}
