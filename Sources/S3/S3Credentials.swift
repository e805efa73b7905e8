public import Platform

/// With what requests are signed.
public struct S3Credentials: Sendable {
  /// The key's ID.
  public let accessID: String
  /// The key's secret.
  public let secret: Secret
  /// What makes a temporary key valid; nil for a lasting one.
  public let token: Secret?

  /// A key.
  public init(accessID: String, secret: Secret, token: Secret? = nil) {
    self.accessID = accessID
    self.secret = secret
    self.token = token
  }
}
