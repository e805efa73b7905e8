public import Migration

/// What a file `NAME.address` says.
public struct AddressConfig: Hashable, Sendable {
  /// The name, from the file's.
  public let name: String
  /// The type: `local`, `inv` for an inventory, or the word of a kind of object store.
  public let type: Located<String>
  /// The absolute folder with the objects, beginning and ending with `/`.
  public let prefix: Located<String>
  /// For `inv`: the absolute path of the list's manifest; else empty.
  public let manifest: Located<String>
  /// The bucket, of an object store; nil for anything else.
  public let bucket: BucketPlace?
  /// Whether the folder has to lie on a file system that is mounted.
  public let requiresMount: Bool

  static let folderKeys = ["RequireMount"]
  static let listKeys = ["DataType", "InvLocation", "InvPath"]
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
    if let typeProblem {
      reader.refuse("Type= \(typeProblem)", at: type.source?.place)
      prefix = reader.optional("Address", "Prefix")
      manifest = reader.optional("Address", "InvPath")
    } else if let kind = ServiceKind.named(type.value) {
      prefix = reader.optional("Address", "Prefix")
      manifest = Located("")
      reader.refuse(Self.folderKeys + Self.listKeys, with: type.value)
      if let profile = kind.rclone, !kind.speaksS3 {
        bucket = reader.remote(of: kind, profile)
      } else {
        reader.refuse(Self.remoteKeys, with: type.value)
        bucket = reader.bucket(of: kind)
      }
    } else {
      prefix = reader.required("Address", "Prefix")
      if let source = prefix.source, let problem = LocalPath.problem(with: prefix.value) {
        reader.refuse("Prefix= \(problem)", at: source.place)
      }
      reader.refuse(Self.bucketKeys + Self.remoteKeys, with: type.value)
      manifest = Self.manifest(type.value, &reader)
    }
    self.bucket = bucket
    try reader.finish()
  }

  /// Reads what only a list has.
  private static func manifest(_ type: String, _ reader: inout ConfigReader) -> Located<String> {
    guard type == "inv" else {
      reader.refuse(listKeys, with: type)
      return reader.optional("Address", "InvPath")
    }
    for key in ["DataType", "InvLocation"] {
      let place = reader.required("Address", key)
      guard let source = place.source,
        let problem = Served.problem(withListPlace: place.value)
      else { continue }
      reader.refuse("\(key)= \(problem)", at: source.place)
    }
    let path = reader.required("Address", "InvPath")
    if let source = path.source, let problem = LocalFile.problem(with: path.value) {
      reader.refuse("InvPath= \(problem)", at: source.place)
    }
    return path
  }
}
