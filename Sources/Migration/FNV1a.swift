/// The 64-bit FNV-1a hash: the same on every machine and for ever, unlike Swift's own.
///
/// For checksums and for spreading, not against somebody who looks for collisions.
///
/// Source: <http://www.isthe.com/chongo/tech/comp/fnv/>, RFC 9923.
@frozen public struct FNV1a: Sendable {
  @usableFromInline var state: UInt64 = 0xcbf2_9ce4_8422_2325

  /// The hash of what was taken so far.
  @inlinable public var value: UInt64 { state }

  /// The hash of nothing.
  @inlinable public init() {}

  /// Takes a byte.
  @inlinable public mutating func mix(_ byte: UInt8) {
    state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
  }

  /// Takes bytes, the first one first.
  @inlinable public mutating func mix(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { mix(byte) }
  }

  /// Takes a number's eight bytes, the low one first.
  @inlinable public mutating func mix(_ number: UInt64) {
    for shift in stride(from: 0, to: 64, by: 8) { mix(UInt8(truncatingIfNeeded: number >> shift)) }
  }
}
