public import Migration

/// An address written as the file that would define it.
public enum AddressFile {
  /// The text of `addresses.d/NAME.address`; what has no key is a comment.
  public static func text(of address: Address) -> String {
    var text = DefinitionText()
    switch address.origin {
    case .api: text.remark("address \(address.name), made by request")
    case .file(let path): text.remark("address \(address.name): \(path) with its drop-ins")
    }
    if !address.tags.isEmpty {
      text.remark("Tags have no key: " + address.tags.split { $0.isNewline }.joined(separator: " "))
    }
    switch address.location {
    case .local(let path):
      text.set("Address", "Type", "local")
      text.set("Address", "Prefix", path.text)
    case .inventory(let place): add(place, of: address, to: &text)
    case .bucket(let place):
      text.set("Address", "Type", "\(place.kind)")
      add(place, of: address, to: &text)
    }
    if address.requiresMount { text.set("Address", "RequireMount", "yes") }
    return text.text
  }

  private static func add(
    _ place: InventoryPlace, of address: Address, to text: inout DefinitionText
  ) {
    text.set("Address", "Type", place.isWeb ? "http" : "inv")
    switch place.data {
    case .folder(let path):
      text.set("Address", "Prefix", path.text)
      text.set("Address", "DataType", "local")
    case .bucket(let bucket):
      text.set("Address", "DataType", "\(bucket.kind)")
      add(bucket, of: address, to: &text)
    case .web(let reachesPrivate):
      if reachesPrivate { text.set("Address", "PrivateHosts", "yes") }
    }
    text.set("Address", "InvLocation", place.listBucket?.kind.word ?? "local")
    text.set("Address", "InvPath", place.path)
    if let bucket = place.listBucket { add(bucket, of: address, keys: "Inv", to: &text) }
  }

  private static func add(
    _ place: BucketPlace, of address: Address, keys start: String = "",
    to text: inout DefinitionText
  ) {
    func set(_ key: String, _ value: String) {
      if !value.isEmpty { text.set("Address", start + key, value) }
    }
    set("Type", "\(place.kind)")
    if place.kind.rclone?.backend.isEmpty == true {
      set("Remote", place.bucket)
      set("Prefix", place.prefix)
      if case .file(let path)? = place.access?.secret { set("RcloneConfigFile", path.text) }
      return
    }
    set("Bucket", place.bucket)
    set("Prefix", place.prefix)
    set("Region", place.region)
    set("Domain", place.domain)
    set("PathStyle", place.isPathStyle ? "yes" : "")
    set("RcloneOptions", place.options)
    set("AuthorityFile", place.authority?.text ?? "")
    guard let access = place.access else { return }
    set("AccessId", access.id)
    switch access.secret {
    case .file(let path): set("AccessSecretFile", path.text)
    case .credential(let name): set("AccessSecretCredential", name)
    case .sealed:
      text.remark("The secret is stored encrypted and is not told: write it into this file.")
      set(
        "AccessSecretFile",
        "/etc/ferry/secrets/\(address.name)\(start.isEmpty ? "" : ".list").secret")
    }
  }
}
