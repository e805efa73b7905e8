public import Migration

/// What `AddressDetail` tells of a bucket beside its type and prefix; never its secret.
public struct BucketShape: Hashable, Sendable {
  /// The bucket's name.
  public var bucket: String
  /// The region, or empty.
  public var region: String
  /// The host, or a URL with its scheme; or empty.
  public var domain: String
  /// Whether the bucket stands in the URL's path.
  public var isPathStyle: Bool
  /// The key's ID; empty for a bucket that is open to all.
  public var accessID: String
  /// Where the secret is, told by the daemon: `file PATH`, `credential NAME`, `stored encrypted`.
  public var secretFrom: String
  /// The file of certificate authorities that the address's own file names; empty for the system's.
  public var authorityFile: String
  /// Why the secret cannot be had now, told by the daemon; empty if it can.
  public var secretProblem: String

  /// A bucket.
  public init(
    bucket: String, region: String = "", domain: String = "", isPathStyle: Bool = false,
    accessID: String = "", secretFrom: String = "", authorityFile: String = "",
    secretProblem: String = ""
  ) {
    self.bucket = bucket
    self.region = region
    self.domain = domain
    self.isPathStyle = isPathStyle
    self.accessID = accessID
    self.secretFrom = secretFrom
    self.authorityFile = authorityFile
    self.secretProblem = secretProblem
  }

  /// What a request may say of a bucket.
  static let asked = [
    "Bucket", "RegionId", "Domain", "PathStyle", "AccessId", "AccessSecret",
    "SecurityToken",
  ]

  /// The members that say anything.
  var members: [JSONMember] {
    let texts = [
      ("Bucket", bucket), ("RegionId", region), ("Domain", domain), ("AccessId", accessID),
      ("AccessSecretFrom", secretFrom), ("AccessSecretProblem", secretProblem),
      ("AuthorityFile", authorityFile),
    ]
    return texts.filter { !$0.1.isEmpty }.map { JSONMember($0.0, .string($0.1)) }
      + (isPathStyle ? [JSONMember("PathStyle", true)] : [])
  }

  /// Reads the members as the daemon tells them, or a request that is not checked yet.
  init(_ fields: JSONFields) throws(WireError) {
    bucket = try fields.text("Bucket")
    region = try fields.text("RegionId")
    domain = try fields.text("Domain")
    isPathStyle = try fields.flag("PathStyle") ?? false
    accessID = try fields.text("AccessId")
    secretFrom = try fields.text("AccessSecretFrom")
    secretProblem = try fields.text("AccessSecretProblem")
    authorityFile = try fields.text("AuthorityFile")
  }

  /// Checks what a request says.
  ///
  /// - Parameters:
  ///   - kind: The kind of store.
  ///   - prefix: What the keys begin with.
  ///   - hasSecret: Whether a secret came with it.
  ///   - fields: Tell the places.
  func check(
    _ kind: ServiceKind, prefix: String, hasSecret: Bool, _ fields: JSONFields
  ) throws(WireError) {
    guard !bucket.isEmpty else {
      throw WireError(.missing, at: fields.place("Bucket"), "has to be given")
    }
    let problems = [
      ("Bucket", BucketRules.problem(withBucket: bucket)),
      ("Prefix", BucketRules.problem(withPrefix: prefix)),
      ("RegionId", BucketRules.problem(withRegion: region)),
      ("Domain", BucketRules.problem(withDomain: domain)),
      ("AccessId", accessID.isEmpty ? nil : BucketRules.problem(withAccessID: accessID)),
    ]
    for case (let name, let problem?) in problems {
      throw WireError(.invalid, at: fields.place(name), problem)
    }
    if let missing = BucketRules.missingSite(of: kind, region: region, domain: domain) {
      let name = kind.site == .domain ? "Domain" : "RegionId"
      throw WireError(
        .missing, at: fields.place(name), "type '\(kind)' needs \(missing)")
    }
    guard accessID.isEmpty == !hasSecret else {
      let (given, missing) =
        hasSecret ? ("AccessSecret", "AccessId") : ("AccessId", "AccessSecret")
      throw WireError(.missing, at: fields.place(missing), "has to be given with \(given)")
    }
  }

  /// The place that a checked request names, without what opens it.
  public func place(_ kind: ServiceKind, prefix: String) -> BucketPlace {
    BucketPlace(
      kind: kind, bucket: bucket, prefix: prefix, region: region, domain: domain,
      isPathStyle: isPathStyle)
  }
}
