public import Migration

/// Reads a batch's objects one by one, without an allocation for each.
///
/// Whatever the bytes are, reading ends with an error at worst: a blob whose hash is wrong is
/// refused as a whole, and lengths are checked all the same. Format: `ObjectPacker`.
public struct ObjectUnpacker: Sendable {
  /// The current object's key.
  public private(set) var key: [UInt8] = []
  /// The current object's facts.
  public private(set) var facts = ObjectFacts(kind: .file, size: 0, modified: 0, mode: 0)

  private let packed: [UInt8]
  private let end: Int
  private var position = 1

  /// Checks the blob's format and hash.
  public init(_ packed: [UInt8]) throws(LedgerError) {
    guard packed.count >= 9, packed[0] == 1 else { throw Self.damaged }
    self.packed = packed
    end = packed.count - 8
    var stored: UInt64 = 0
    for byte in packed[end...].reversed() { stored = stored << 8 | UInt64(byte) }
    guard stored == ObjectPacker.hash(packed[..<end]) else { throw Self.damaged }
  }

  /// Goes to the next object.
  ///
  /// - Returns: False at the end.
  public mutating func next() throws(LedgerError) -> Bool {
    guard position < end else { return false }
    let shared = try varint()
    let rest = try varint()
    guard shared <= UInt64(key.count), rest <= UInt64(end - position), shared + rest > 0 else {
      throw Self.damaged
    }
    key.removeLast(key.count - Int(shared))
    key.append(contentsOf: packed[position..<position + Int(rest)])
    position += Int(rest)
    guard position < end, let kind = ObjectKind(rawValue: packed[position]) else {
      throw Self.damaged
    }
    position += 1
    let size = Int64(bitPattern: try varint())
    let zigzag = try varint()
    let difference = Int64(bitPattern: zigzag >> 1) ^ -Int64(bitPattern: zigzag & 1)
    guard let mode = UInt32(exactly: try varint()), size >= 0 else { throw Self.damaged }
    facts = ObjectFacts(
      kind: kind, size: size, modified: facts.modified &+ difference, mode: mode)
    return true
  }

  private mutating func varint() throws(LedgerError) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while position < end, shift < 64 {
      let byte = packed[position]
      position += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
    throw Self.damaged
  }

  private static var damaged: LedgerError {
    LedgerError(
      isBroken: true,
      "A batch of the run's ledger is damaged; start the job to open a new run.")
  }
}
