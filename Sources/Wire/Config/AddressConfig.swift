public import Migration

/// What a file `NAME.address` says.
public struct AddressConfig: Hashable, Sendable {
  /// The name, from the file's.
  public let name: String
  /// The type: `local`, `inv` for a list of objects, `http` for one of URLs, or the word of a kind of
  /// object store.
  public let type: Located<String>
  /// The absolute folder with the objects, beginning and ending with `/`.
  public let prefix: Located<String>
  /// For lists: the absolute path of the list or its manifest, or its key in its bucket; else empty.
  public let manifest: Located<String>
  /// The bucket of the objects; nil if they are in none.
  public let bucket: BucketPlace?
  /// The bucket that a list is in; nil for anything else.
  public let listBucket: BucketPlace?
  /// For `http`: whether URLs may lead into private networks.
  public let reachesPrivate: Bool
  /// Whether the folder has to lie on a file system that is mounted.
  public let requiresMount: Bool

  static let folderKeys = ["RequireMount"]
  static let dataKeys = ["DataType"]
  static let placeKeys = ["InvLocation", "InvPath"]
  static let webKeys = ["PrivateHosts"]
  static let listBucketKeys = bucketKeys.map { "Inv" + $0 }
  static let listKeys = dataKeys + placeKeys + listBucketKeys
  static let bucketKeys = [
    "Bucket", "Region", "Domain", "PathStyle", "AuthorityFile", "AccessId", "AccessSecretFile",
    "AccessSecretCredential",
  ]
  static let ownRemoteKeys = ["Remote", "RcloneConfigFile"]
  static let remoteKeys = ownRemoteKeys + ["RcloneOptions"]

  /// Reads the file and its drop-ins.
  ///
  /// - Parameters:
  ///   - name: The file's name without `.address`.
  ///   - files: The file, then its drop-ins.
  /// - Throws: All mistakes with their places.
  public init(name: String, _ files: [UnitFile]) throws(ConfigErrors) {
    var reader = ConfigReader(files, by: .address)
    self.name = name
    if let problem = Name.problem(with: name) {
      reader.refuse("the file's name gives the address its name, and \(problem)")
    }
    type = reader.required("Address", "Type")
    let typeProblem =
      type.source == nil ? nil : Served.problem(withAddressType: type.value)
    var bucket: BucketPlace?
    requiresMount =
      reader.read("Address", "RequireMount", default: false) { text throws(ValueProblem) in
        try ConfigValue.flag(text)
      }.value
    var list: (path: Located<String>, bucket: BucketPlace?) = (Located(""), nil)
    var reachesPrivate = false
    if let typeProblem {
      reader.refuse("Type= \(typeProblem)", at: type.source?.place)
      prefix = reader.optional("Address", "Prefix")
      list.path = reader.optional("Address", "InvPath")
    } else if let kind = ServiceKind.named(type.value) {
      prefix = reader.optional("Address", "Prefix")
      reader.refuse(Self.folderKeys + Self.listKeys + Self.webKeys, with: type.value)
      if let profile = kind.rclone, !kind.speaksS3 {
        bucket = reader.remote(of: kind, profile)
      } else {
        reader.refuse(Self.remoteKeys, with: type.value)
        bucket = reader.bucket(of: kind)
      }
    } else if type.value == "http" {
      prefix = Located("")
      reader.refuse(
        ["Prefix"] + Self.folderKeys + Self.dataKeys + Self.bucketKeys + Self.remoteKeys,
        with: type.value)
      reachesPrivate =
        reader.read("Address", "PrivateHosts", default: false) { text throws(ValueProblem) in
          try ConfigValue.flag(text)
        }.value
      list = reader.list(isWeb: true)
    } else {
      reader.refuse(Self.webKeys + Self.remoteKeys, with: type.value)
      let kind = type.value == "inv" ? reader.dataKind() : nil
      prefix = reader.prefix(isInBucket: kind != nil)
      if let kind {
        reader.refuse(Self.folderKeys, with: "inv' whose DataType is '\(kind)")
        bucket = reader.bucket(of: kind)
      } else {
        reader.refuse(Self.bucketKeys, with: type.value)
      }
      if type.value == "inv" {
        list = reader.list(isWeb: false)
      } else {
        reader.refuse(Self.listKeys, with: type.value)
      }
    }
    self.bucket = bucket
    (manifest, listBucket) = list
    self.reachesPrivate = reachesPrivate
    try reader.finish()
  }
}
