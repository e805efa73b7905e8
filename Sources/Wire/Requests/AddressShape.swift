import Migration

/// Where an address is (`AddressDetail` on the wire).
public struct AddressShape: WireShape {
  /// The type: `local`, `inv` for a list of objects, `http` for one of URLs, or the word of a kind of
  /// object store.
  public var type: String
  /// The absolute folder with the objects, beginning and ending with `/`; in a bucket what their
  /// keys begin with.
  public var prefix: String
  /// For `inv`: what kind of place the objects are in, `local` or the word of a store; else empty.
  public var dataType: String
  /// For lists: what kind of place the list is in, `local` or the word of a store; else empty.
  public var inventoryLocation: String
  /// For lists: the absolute path of the list or its manifest, or its key in its bucket; else empty.
  public var inventoryPath: String
  /// Whether the folder has to lie on a file system that is mounted.
  public var requiresMount = false
  /// The file system that the daemon knows it by then; empty before its first use.
  public var mount = ""
  /// The bucket of the objects.
  public var bucket: BucketShape?
  /// The bucket that a list is in.
  public var listBucket: BucketShape?
  /// For `http`: whether URLs may lead into private networks.
  public var reachesPrivate = false

  /// A place of a type.
  public init(
    type: String, prefix: String, dataType: String = "", inventoryLocation: String = "",
    inventoryPath: String = "", bucket: BucketShape? = nil
  ) {
    self.type = type
    self.prefix = prefix
    self.dataType = dataType
    self.inventoryLocation = inventoryLocation
    self.inventoryPath = inventoryPath
    self.bucket = bucket
  }

  /// `AddressType`, `Prefix`; for a list also `DataType`, `InvLocation`, `InvPath`; `RequireMount` and
  /// `Mount` where a mount is required; for a bucket what `BucketShape` tells, for that of a list with
  /// `Inv` before each name; `PrivateHosts` where they are allowed.
  public var json: JSONValue {
    var members = [
      JSONMember("AddressType", .string(type)), JSONMember("Prefix", .string(prefix)),
    ]
    for (name, value) in [
      ("DataType", dataType), ("InvLocation", inventoryLocation), ("InvPath", inventoryPath),
    ] where !value.isEmpty {
      members.append(JSONMember(name, .string(value)))
    }
    if requiresMount { members.append(JSONMember("RequireMount", true)) }
    if !mount.isEmpty { members.append(JSONMember("Mount", .string(mount))) }
    if reachesPrivate { members.append(JSONMember("PrivateHosts", true)) }
    return .object(members + (bucket?.members() ?? []) + (listBucket?.members("Inv") ?? []))
  }

  /// Reads the shape as the daemon tells it.
  public init(json: JSONValue) throws(WireError) {
    let fields = try JSONFields(json)
    self.init(
      type: try fields.text("AddressType"), prefix: try fields.text("Prefix"),
      dataType: try fields.text("DataType"), inventoryLocation: try fields.text("InvLocation"),
      inventoryPath: try fields.text("InvPath"))
    requiresMount = try fields.flag("RequireMount") ?? false
    mount = try fields.text("Mount")
    reachesPrivate = try fields.flag("PrivateHosts") ?? false
    if ServiceKind.named(type) ?? ServiceKind.named(dataType) != nil {
      bucket = try BucketShape(fields)
    }
    if ServiceKind.named(inventoryLocation) != nil {
      listBucket = try BucketShape(fields, "Inv")
    }
  }
}
