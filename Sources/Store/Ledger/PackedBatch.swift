/// A batch as the ledger keeps it: the unit of claim and of durability.
public struct PackedBatch: Hashable, Sendable {
  /// A batch holds no more objects than this.
  public static let maximumObjects: Int64 = 1_000
  /// A batch holds no more bytes than this, unless it is one larger object.
  public static let maximumBytes: Int64 = 64 << 20

  /// The objects' keys and facts, as `ObjectPacker` writes them.
  public let packed: [UInt8]
  /// How many objects.
  public let objects: Int64
  /// Their sizes' sum.
  public let bytes: Int64

  init(packed: [UInt8], objects: Int64, bytes: Int64) {
    self.packed = packed
    self.objects = objects
    self.bytes = bytes
  }
}
