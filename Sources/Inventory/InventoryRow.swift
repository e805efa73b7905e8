/// One object of an inventory.
public struct InventoryRow: Hashable, Sendable {
  /// Its key in percent-encoding.
  public var encodedKey: String
  /// Bytes.
  public var size: Int64
  /// When it was last modified: ISO 8601, UTC.
  public var modified: String

  /// An object.
  public init(encodedKey: String, size: Int64, modified: String) {
    self.encodedKey = encodedKey
    self.size = size
    self.modified = modified
  }
}
