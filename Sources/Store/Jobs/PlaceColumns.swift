import Engine
import Migration
import SQLite

/// Where an address is, as the columns of its row have it.
struct PlaceColumns {
  static let names = [
    "type", "prefix", "inventory", "bucket", "region", "domain", "path_style", "rclone_options",
    "authority",
    "access_id",
    "secret_source", "secret_name", "secret_sealed",
  ]

  private var type: String
  private var prefix: String
  private var manifest: String?
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

  /// The columns of a place.
  init(_ location: Address.Location) {
    prefix = location.data?.text ?? ""
    switch location {
    case .local: type = "local"
    case .inventory(let place):
      type = "inv"
      manifest = place.manifest.text
    case .bucket(let place):
      type = place.kind.word
      prefix = place.prefix
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
  }

  /// Reads them from an address's row.
  init(_ row: inout Row) throws(StoreFailure) {
    type = try row.text()
    prefix = try row.text()
    manifest = try row.optionalText()
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
      .text(type), .text(prefix), .text(manifest), .text(bucket), .text(region), .text(domain),
      .integer(pathStyle), .text(options), .text(authority), .text(accessID),
      .text(secretSource), .text(secretName),
      sealed.map { .blob($0) } ?? .null,
    ]
  }

  /// The place; nil if the columns do not go together.
  var location: Address.Location? {
    switch type {
    case "local": (try? LocalPath(prefix)).map { .local($0) }
    case "inv": inventory.map { .inventory($0) }
    default: ServiceKind.named(type).flatMap { place(of: $0) }.map { .bucket($0) }
    }
  }

  private var inventory: InventoryPlace? {
    guard let data = try? LocalPath(prefix), let manifest, let file = try? LocalFile(manifest)
    else { return nil }
    return InventoryPlace(data: data, manifest: file)
  }

  private func place(of kind: ServiceKind) -> BucketPlace? {
    guard let bucket, let region, let domain, let pathStyle, let options else { return nil }
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
