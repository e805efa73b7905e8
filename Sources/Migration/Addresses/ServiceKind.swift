/// A kind of object store: the one table of what tells them apart, a row per kin.
public struct ServiceKind: Hashable, Sendable, CustomStringConvertible {
  /// The word by which addresses name it (`AddressType` on the wire).
  public let word: String
  /// Its name for people.
  public let title: String
  /// What has to be given beside the bucket to find it.
  public let site: Site

  /// How a service's host is found.
  public enum Site: Hashable, Sendable {
    /// By its region, unless a domain is named.
    case region
    /// There is one host for all, unless a domain is named.
    case one
    /// By its domain only.
    case domain
  }

  private init(_ word: String, _ title: String, _ site: Site) {
    self.word = word
    self.title = title
    self.site = site
  }

  /// All kinds, in the order in which they are documented.
  public static let all = [
    ServiceKind("s3", "Amazon S3, and what speaks its language (MinIO, Ceph…)", .region),
    ServiceKind("oss", "Alibaba Cloud OSS", .region),
    ServiceKind("obs", "Huawei Cloud OBS", .region),
    ServiceKind("cos", "Tencent Cloud COS", .region),
    ServiceKind("qiniu", "Qiniu Kodo", .region),
    ServiceKind("bos", "Baidu AI Cloud BOS", .region),
    ServiceKind("ks3", "Kingsoft Cloud KS3", .region),
    ServiceKind("tos", "Volcano Engine TOS", .region),
    ServiceKind("ucloud", "UCloud US3", .region),
    ServiceKind("upyun", "UPYUN", .one),
    ServiceKind("azure", "Azure Blob Storage", .domain),
    ServiceKind("gcp", "Google Cloud Storage", .one),
  ]

  /// The kind of a word; nil if there is none.
  public static func named(_ word: String) -> ServiceKind? {
    all.first { $0.word == word }
  }

  /// The word.
  public var description: String { word }

  /// Whether two kinds are the same row.
  public static func == (left: ServiceKind, right: ServiceKind) -> Bool {
    left.word == right.word
  }

  /// Feeds the word.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(word)
  }
}
