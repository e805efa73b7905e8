public import Migration

/// Packs the keys and facts of a batch's objects into one blob.
///
/// Byte 0 is the format, 1. Then, for each object in key order:
///
/// | part     | form                                                                     |
/// |----------|--------------------------------------------------------------------------|
/// | shared   | varint: bytes that its key has in common with the key before             |
/// | rest     | varint: how many bytes follow; then these bytes                          |
/// | kind     | one byte, `ObjectKind`                                                   |
/// | size     | varint                                                                   |
/// | modified | varint: zigzag of the wrapping difference to the object before, from 0   |
/// | mode     | varint                                                                   |
///
/// The last eight bytes are the FNV-1a hash (64 bits, low byte first) of all before them: a key of
/// a damaged blob must never reach a file system. A varint is LEB128: seven bits a byte, low ones
/// first.
public struct ObjectPacker: Sendable {
  /// Objects so far.
  public private(set) var objects: Int64 = 0
  /// Their sizes' sum.
  public private(set) var bytes: Int64 = 0

  private var packed: [UInt8] = [1]
  private var previous: [UInt8] = []
  private var modified: Int64 = 0

  /// An empty batch.
  public init() {}

  /// Adds an object; its key must be after those added before.
  public mutating func append(key: borrowing [UInt8], _ facts: ObjectFacts) {
    let shared = Self.sharedPrefix(previous, key)
    let rest = key.count - shared
    append(varint: UInt64(shared))
    append(varint: UInt64(rest))
    packed.append(contentsOf: key[shared...])
    packed.append(facts.kind.rawValue)
    append(varint: UInt64(bitPattern: facts.size))
    let difference = facts.modified &- modified
    append(varint: UInt64(bitPattern: (difference << 1) ^ (difference >> 63)))
    append(varint: UInt64(facts.mode))
    previous.removeLast(previous.count - shared)
    previous.append(contentsOf: key[shared...])
    modified = facts.modified
    objects += 1
    bytes = bytes.addingClamped(facts.size)
  }

  /// The batch, complete with its hash; the packer is empty again.
  public mutating func finish() -> PackedBatch {
    var hash = Self.hash(packed[...])
    for _ in 0..<8 {
      packed.append(UInt8(truncatingIfNeeded: hash))
      hash >>= 8
    }
    let batch = PackedBatch(packed: packed, objects: objects, bytes: bytes)
    self = ObjectPacker()
    return batch
  }

  private mutating func append(varint value: UInt64) {
    var value = value
    while value >= 0x80 {
      packed.append(UInt8(truncatingIfNeeded: value) | 0x80)
      value >>= 7
    }
    packed.append(UInt8(truncatingIfNeeded: value))
  }

  private static func sharedPrefix(
    _ left: borrowing [UInt8], _ right: borrowing [UInt8]
  ) -> Int {
    let count = min(left.count, right.count)
    var shared = 0
    while shared < count && left[shared] == right[shared] { shared += 1 }
    return shared
  }

  /// The hash that ends a blob.
  static func hash(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    var hash = FNV1a()
    hash.mix(bytes)
    return hash.value
  }
}
