public import Platform
public import Wire

/// A key that requests are signed with.
public struct AccessKey: Sendable {
  /// Its ID, which requests name.
  public let id: String
  /// Its secret, which they do not.
  public let secret: Secret
  /// What its holder may do.
  public let role: Role
  /// The name that the administrator gave it.
  public let name: String

  /// A key.
  public init(id: String, secret: Secret, role: Role, name: String) {
    self.id = id
    self.secret = secret
    self.role = role
    self.name = name
  }
}
