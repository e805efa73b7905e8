/// A page of addresses, newest first.
public struct AddressListView: WireShape {
  /// The addresses.
  public var addresses: [AddressView]
  /// Where the next page begins, empty on the last one.
  public var nextMarker: String
  /// Whether there are more.
  public var truncated: Bool

  /// The view with all its fields.
  public init(
    addresses: [AddressView], nextMarker: String = "", truncated: Bool = false
  ) {
    self.addresses = addresses
    self.nextMarker = nextMarker
    self.truncated = truncated
  }

  /// The fields in the documented order.
  public var json: JSONValue {
    [
      "ImportAddress": .array(addresses.map(\.json)),
      "NextMarker": .string(nextMarker),
      "Truncated": .bool(truncated),
    ]
  }

  /// Reads the view as the daemon tells it.
  public init(json: JSONValue) throws(WireError) {
    let fields = try JSONFields(json)
    addresses = try fields.shapes("ImportAddress", of: AddressView.self)
    nextMarker = try fields.text("NextMarker")
    truncated = try fields.flag("Truncated") ?? false
  }
}
