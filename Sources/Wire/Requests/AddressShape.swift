/// Where an address is (`AddressDetail` on the wire).
public struct AddressShape: WireShape {
  /// The type: `local`, or `inv` for an inventory.
  public var type: String
  /// The absolute folder with the objects, beginning and ending with `/`.
  public var prefix: String
  /// For `inv`: what kind of place the objects are in, `local` in this version; else empty.
  public var dataType: String
  /// For `inv`: what kind of place the list is in, `local` in this version; else empty.
  public var inventoryLocation: String
  /// For `inv`: the absolute path of the list's manifest; else empty.
  public var inventoryPath: String

  /// A place of a type.
  public init(
    type: String, prefix: String, dataType: String = "", inventoryLocation: String = "",
    inventoryPath: String = ""
  ) {
    self.type = type
    self.prefix = prefix
    self.dataType = dataType
    self.inventoryLocation = inventoryLocation
    self.inventoryPath = inventoryPath
  }

  /// `AddressType`, `Prefix`; for a list also `DataType`, `InvLocation`, `InvPath`.
  public var json: JSONValue {
    var members = [
      JSONMember("AddressType", .string(type)), JSONMember("Prefix", .string(prefix)),
    ]
    for (name, value) in [
      ("DataType", dataType), ("InvLocation", inventoryLocation), ("InvPath", inventoryPath),
    ] where !value.isEmpty {
      members.append(JSONMember(name, .string(value)))
    }
    return .object(members)
  }

  /// Reads the shape as the daemon tells it.
  public init(json: JSONValue) throws(WireError) {
    let fields = try JSONFields(json)
    self.init(
      type: try fields.text("AddressType"), prefix: try fields.text("Prefix"),
      dataType: try fields.text("DataType"), inventoryLocation: try fields.text("InvLocation"),
      inventoryPath: try fields.text("InvPath"))
  }
}
