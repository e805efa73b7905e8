import Synchronization

/// Takes secrets out of text: whatever it has been told of becomes `***`.
///
/// It keeps no secret, only its length and a hash with this process's own seed, and finds it by
/// hashing every stretch of that length. As long as it knows none, text passes untouched at the cost
/// of one load.
public final class Redactor: Sendable {
  /// A shorter one is not looked for: it would be found in words that say nothing of it.
  public static let leastLength = 8
  /// The most that are remembered; those that were told first are forgotten first.
  public static let most = 4096

  private struct Known {
    /// The hashes of the secrets of a length.
    var hashes: [Int: Set<Int>] = [:]
    /// All of them in the order in which they were told.
    var order: [(length: Int, hash: Int)] = []
  }

  private let known = Mutex(Known())
  private let count = Atomic(0)

  /// A redactor that knows no secret.
  public init() {}

  /// Remembers a secret, whoever holds it, and its percent-encoded form, as a URL has it.
  public func learn(_ secret: Secret) {
    secret.withBytes { bytes in
      guard bytes.count >= Self.leastLength else { return }
      learn(bytes)
      let encoded = bytes.flatMap { Self.isPlain($0) ? [$0] : Array("%\(Self.hex($0))".utf8) }
      guard encoded.count > bytes.count else { return }
      encoded.withUnsafeBytes { learn($0) }
    }
  }

  private func learn(_ bytes: UnsafeRawBufferPointer) {
    let hash = Self.hash(bytes[...])
    known.withLock { known in
      guard known.hashes[bytes.count, default: []].insert(hash).inserted else { return }
      known.order.append((bytes.count, hash))
      if known.order.count > Self.most {
        let oldest = known.order.removeFirst()
        known.hashes[oldest.length]?.remove(oldest.hash)
        if known.hashes[oldest.length]?.isEmpty == true { known.hashes[oldest.length] = nil }
      }
      count.store(known.order.count, ordering: .releasing)
    }
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "-._~".utf8.contains(byte)
    }
  }

  private static func hex(_ byte: UInt8) -> String {
    HexText.encode([byte]).uppercased()
  }

  /// The text with every secret that is known replaced.
  public func clean(_ text: String) -> String {
    guard count.load(ordering: .acquiring) > 0 else { return text }
    var text = text
    let cleaned: [UInt8]? = text.withUTF8 { clean(UnsafeRawBufferPointer($0)) }
    return cleaned.map { String(decoding: $0, as: UTF8.self) } ?? text
  }

  /// The bytes with every secret that is known replaced.
  public func clean(_ bytes: [UInt8]) -> [UInt8] {
    guard count.load(ordering: .acquiring) > 0 else { return bytes }
    return bytes.withUnsafeBytes { clean($0) } ?? bytes
  }

  /// Nil if there is nothing to replace.
  private func clean(_ bytes: UnsafeRawBufferPointer) -> [UInt8]? {
    let hashes = known.withLock { $0.hashes }
    // The longest first: one may be part of another.
    let lengths = hashes.keys.filter { $0 <= bytes.count }.sorted(by: >)
    guard !lengths.isEmpty else { return nil }
    var result: [UInt8]?
    var (kept, position) = (0, 0)
    while position < bytes.count {
      let found = lengths.first { length in
        position + length <= bytes.count
          && hashes[length]?.contains(Self.hash(bytes[position..<position + length])) == true
      }
      guard let found else {
        position += 1
        continue
      }
      result = (result ?? []) + bytes[kept..<position] + Array(Secret.shown.utf8)
      position += found
      kept = position
    }
    return result.map { $0 + bytes[kept...] }
  }

  private static func hash(_ bytes: Slice<UnsafeRawBufferPointer>) -> Int {
    var hasher = Hasher()
    hasher.combine(bytes: UnsafeRawBufferPointer(rebasing: bytes))
    return hasher.finalize()
  }
}
