/// A bucket of an object store, and the part of it that an address names; or a place of another
/// service, which then need not have a bucket.
public struct BucketPlace: Hashable, Sendable {
  /// Whose it is.
  public var kind: ServiceKind
  /// The name of the bucket, container or share; of a remote of rclone's that of its section.
  public var bucket: String
  /// What the keys of its objects begin with: empty, or with `/` at its end and, in a bucket, none at
  /// its start.
  public var prefix: String
  /// The region, in the service's own words; empty if it is not needed.
  public var region: String
  /// The host, or a URL with its scheme; empty for the service's own.
  public var domain: String
  /// Whether the bucket stands in the URL's path, not in its host's name.
  public var isPathStyle: Bool
  /// The certificate authorities that its service's certificate may be of, in PEM; nil for those of
  /// the system.
  public var authority: LocalFile?
  /// With what it is opened; nil for a bucket that is open to all.
  public var access: Access?
  /// More settings of rclone's for this place: `KEY=VALUE, KEY=VALUE`; none of them is secret.
  public var options = ""

  /// Whether rclone reaches it, and not a mover of ferry's own.
  public var isRclones: Bool { !kind.speaksS3 && kind.rclone != nil }

  /// How a store is told who asks.
  public struct Access: Hashable, Sendable {
    /// The key's ID, which is no secret.
    public var id: String
    /// Where its secret is, and the token of a temporary key.
    public var secret: SecretSource

    /// An ID and where its secret is.
    public init(id: String, secret: SecretSource) {
      self.id = id
      self.secret = secret
    }
  }

  /// A bucket; `BucketRules` has judged what names it.
  public init(
    kind: ServiceKind, bucket: String, prefix: String = "", region: String = "",
    domain: String = "", isPathStyle: Bool = false, authority: LocalFile? = nil,
    access: Access? = nil
  ) {
    self.kind = kind
    self.bucket = bucket
    self.prefix = prefix
    self.region = region
    self.domain = domain
    self.isPathStyle = isPathStyle
    self.authority = authority
    self.access = access
  }

  /// The place in one line: `s3://photos/2026/ at minio.example:9000`.
  public var text: String { text(ofKey: prefix) }

  /// An object in one line, by its whole key.
  public func text(ofKey key: String) -> String {
    let site = domain.isEmpty ? region : domain
    if bucket.isEmpty { return "\(kind)://\(domain)/\(key)" }
    return "\(kind)://\(bucket)/\(key)" + (site.isEmpty ? "" : " at \(site)")
  }
}
