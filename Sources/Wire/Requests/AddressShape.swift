/// Where an address is (`AddressDetail` on the wire).
public struct AddressShape: WireShape {
  /// The type, `local` in this version.
  public var type: String
  /// For `local`: the absolute folder, beginning and ending with `/`.
  public var prefix: String

  /// A place of a type.
  public init(type: String, prefix: String) {
    self.type = type
    self.prefix = prefix
  }

  /// `AddressType`, `Prefix`.
  public var json: JSONValue {
    ["AddressType": .string(type), "Prefix": .string(prefix)]
  }

  /// Reads the shape as the daemon tells it.
  public init(json: JSONValue) throws(WireError) {
    let fields = try JSONFields(json)
    type = try fields.text("AddressType")
    prefix = try fields.text("Prefix")
  }
}
