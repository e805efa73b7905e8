public import HTTP

/// What a client does alike in all its requests.
public struct S3Settings: Sendable {
  /// How requests are sent.
  public var http = HTTPSettings()
  /// Whether bodies are part of what is signed.
  public var signsBodies = BodySigning.withoutTLS

  /// When a body is part of what is signed; its SHA-256 costs a second for some gigabytes.
  ///
  /// A body that comes as a stream is signed if its digest is given with it, and not otherwise.
  public enum BodySigning: Hashable, Sendable {
    /// Over plain HTTP only, where nothing else tells whether what arrives is what was sent.
    case withoutTLS
    /// Always.
    case always
    /// Never; some services want a digest nevertheless.
    case never
  }

  /// The settings as they are above.
  public init() {}
}
