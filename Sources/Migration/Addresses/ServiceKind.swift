/// A kind of object store, or of another service: the one table of what tells them apart, a row per
/// kin.
public struct ServiceKind: Hashable, Sendable, CustomStringConvertible {
  /// The word by which addresses name it (`AddressType` on the wire).
  public let word: String
  /// Its name for people.
  public let title: String
  /// What has to be given beside the bucket to find it.
  public let site: Site
  /// How it speaks the protocol of Amazon S3; nil if it speaks another one only.
  public let s3: S3Profile?
  /// How rclone reaches it where no mover of ferry's own does; nil if none is needed, or it cannot.
  public let rclone: RcloneProfile?

  /// How a service's host is found.
  public enum Site: Hashable, Sendable {
    /// By its region, unless a domain is named.
    case region
    /// There is one host for all, unless a domain is named.
    case one
    /// By its domain only.
    case domain
  }

  private init(
    _ word: String, _ title: String, _ site: Site, _ s3: S3Profile? = nil,
    rclone: RcloneProfile? = nil
  ) {
    self.word = word
    self.title = title
    self.site = site
    self.s3 = s3
    self.rclone = rclone
  }

  /// Whether it can be reached by the protocol of Amazon S3.
  public var speaksS3: Bool { s3 != nil }

  /// Whether jobs can use it: by a mover of ferry's own, or by rclone.
  public var isServed: Bool { s3 != nil || rclone != nil }

  /// All kinds, in the order in which they are documented.
  ///
  /// Where a service and its documentation leave a difference open, the cautious side is taken: no
  /// encoded lists, the first form of lists, and no MD5 in the ETag.
  public static let all = [
    ServiceKind(
      "s3", "Amazon S3, and what speaks its language (MinIO, Ceph…)", .region,
      S3Profile("s3.REGION.amazonaws.com", defaultRegion: "us-east-1")),
    // A bucket's name has to stand in the host's name.
    ServiceKind(
      "oss", "Alibaba Cloud OSS", .region,
      S3Profile(
        "oss-REGION.aliyuncs.com", regionPrefix: "oss-", checksumHeader: "x-oss-hash-crc64ecma")),
    // Its parallel file system repeats a page for ever when keys are to be encoded, and knows the
    // first form of lists only.
    ServiceKind(
      "obs", "Huawei Cloud OBS", .region,
      S3Profile("obs.REGION.myhuaweicloud.com", listsByToken: false, encodesLists: false)),
    ServiceKind(
      "cos", "Tencent Cloud COS", .region,
      S3Profile(
        "cos.REGION.myqcloud.com", listsByToken: false, checksumHeader: "x-cos-hash-crc64ecma")),
    ServiceKind(
      "qiniu", "Qiniu Kodo", .region,
      S3Profile(
        "s3.REGION.qiniucs.com", style: .path, encodesLists: false, tagIsMD5: false)),
    ServiceKind(
      "bos", "Baidu AI Cloud BOS", .region,
      S3Profile("s3.REGION.bcebos.com", listsByToken: false, encodesLists: false)),
    ServiceKind(
      "ks3", "Kingsoft Cloud KS3", .region,
      S3Profile(
        "ks3-REGION.ksyuncs.com", regionPrefix: "ks3-", listsByToken: false,
        encodesLists: false)),
    ServiceKind(
      "tos", "Volcano Engine TOS", .region,
      S3Profile("tos-s3-REGION.volces.com", regionPrefix: "tos-s3-")),
    ServiceKind(
      "ucloud", "UCloud US3", .region,
      S3Profile(
        "s3-REGION.ufileos.com", regionPrefix: "s3-", listsByToken: false, encodesLists: false,
        tagIsMD5: false, parts: .fixed)),
    ServiceKind("upyun", "UPYUN", .one),
    ServiceKind(
      "azure", "Azure Blob Storage", .domain,
      rclone: RcloneProfile("azureblob", bucket: .required, access: .required)),
    // Its region is not looked at, and may be called so.
    ServiceKind(
      "gcp", "Google Cloud Storage", .one,
      S3Profile("storage.googleapis.com", defaultRegion: "auto", checksumHeader: "x-goog-hash")),
    // The same by its own protocol, whose keys are files of JSON.
    ServiceKind(
      "gcs", "Google Cloud Storage by a service account's key", .one,
      rclone: RcloneProfile("google cloud storage", bucket: .required, hasAccount: false)),
    ServiceKind(
      "sftp", "SFTP", .domain,
      rclone: RcloneProfile("sftp", access: .required, isRooted: true)),
    ServiceKind("ftp", "FTP", .domain, rclone: RcloneProfile("ftp", isRooted: true)),
    ServiceKind("webdav", "WebDAV", .domain, rclone: RcloneProfile("webdav")),
    ServiceKind(
      "hdfs", "HDFS", .domain, rclone: RcloneProfile("hdfs", access: .none, isRooted: true)),
    ServiceKind("smb", "SMB", .domain, rclone: RcloneProfile("smb", bucket: .required)),
    // What a section of a configuration of rclone's says.
    ServiceKind(
      "rclone", "a remote of rclone's", .one,
      rclone: RcloneProfile("", access: .required, isRooted: true)),
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
