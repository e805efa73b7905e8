import Engine
import Migration
import SQLite

/// A bucket as the columns of an address's row have it.
struct BucketColumns {
  static let names = [
    "bucket", "region", "domain", "path_style", "rclone_options", "authority", "access_id",
    "secret_source",
    "secret_name", "secret_sealed",
  ]

  private var bucket: String?
  private var region: String?
  private var domain: String?
  private var pathStyle: Int64?
  private var options: String?
  private var authority: String?
  private var accessID: String?
  /// `file`, `credential` or `sealed`.
  private var secretSource: String?
  /// The file's path or the credential's name.
  private var secretName: String?
  private var sealed: [UInt8]?

  /// The columns of a bucket; all are empty without one.
  init(_ place: BucketPlace?) {
    guard let place else { return }
    (bucket, region, domain) = (place.bucket, place.region, place.domain)
    pathStyle = place.isPathStyle ? 1 : 0
    options = place.options
    authority = place.authority?.text
    accessID = place.access?.id
    switch place.access?.secret {
    case nil: break
    case .file(let path): (secretSource, secretName) = ("file", path.text)
    case .credential(let name): (secretSource, secretName) = ("credential", name)
    case .sealed(let bytes): (secretSource, sealed) = ("sealed", bytes)
    }
  }

  /// Reads them from an address's row.
  init(_ row: inout Row) throws(StoreFailure) {
    bucket = try row.optionalText()
    region = try row.optionalText()
    domain = try row.optionalText()
    pathStyle = try row.optionalInteger()
    options = try row.optionalText()
    authority = try row.optionalText()
    accessID = try row.optionalText()
    secretSource = try row.optionalText()
    secretName = try row.optionalText()
    sealed = try row.optionalBlob()
  }

  var values: [SQLValue] {
    [
      .text(bucket), .text(region), .text(domain), .integer(pathStyle), .text(options),
      .text(authority),
      .text(accessID), .text(secretSource), .text(secretName), sealed.map { .blob($0) } ?? .null,
    ]
  }

  /// The bucket of a kind of store; nil if the columns do not go together.
  func place(of type: String, prefix: String) -> BucketPlace? {
    guard let kind = ServiceKind.named(type), let bucket, let region, let domain, let pathStyle,
      let options
    else { return nil }
    var place = BucketPlace(
      kind: kind, bucket: bucket, prefix: prefix, region: region, domain: domain,
      isPathStyle: pathStyle != 0)
    place.options = options
    if let authority {
      guard let file = try? LocalFile(authority) else { return nil }
      place.authority = file
    }
    if let accessID {
      guard let secret else { return nil }
      place.access = BucketPlace.Access(id: accessID, secret: secret)
    }
    return place
  }

  private var secret: SecretSource? {
    switch (secretSource, secretName, sealed) {
    case ("file", let path?, nil): (try? LocalFile(path)).map { .file($0) }
    case ("credential", let name?, nil): .credential(name)
    case ("sealed", nil, let bytes?): .sealed(bytes)
    default: nil
    }
  }
}
