import CCRC64

/// The CRC-64 of bytes, as xz and the object stores OSS and OBS have it; it protects against
/// accidents only.
///
/// ECMA-182's polynomial with its bits reversed, all ones before the first byte, inverted at the
/// end: `CRC-64/XZ` of the catalogue of parametrised CRC algorithms. OSS gives it in decimal digits
/// as `x-oss-hash-crc64ecma`.
public struct CRC64: Hashable, Sendable {
  /// The sum of all bytes so far; 0 for none.
  public private(set) var value: UInt64

  /// The sum of no bytes yet, or one to go on with.
  public init(_ value: UInt64 = 0) {
    self.value = value
  }

  /// Takes bytes in.
  public mutating func add(_ bytes: UnsafeRawBufferPointer) {
    value = ferry_crc64(value, bytes.baseAddress, bytes.count)
  }

  /// Takes bytes in.
  public mutating func add(_ bytes: ArraySlice<UInt8>) {
    bytes.withUnsafeBytes { add($0) }
  }

  /// The sum of these bytes with others behind them, made of the sums of both.
  ///
  /// - Parameters:
  ///   - next: The sum of the bytes behind.
  ///   - length: How many these are; not negative.
  public func followed(by next: CRC64, length: Int64) -> CRC64 {
    // To have bytes behind one is to be multiplied by a power of x; the two inversions cancel out.
    var (shifted, power, rest) = (value, Self.byte, UInt64(clamping: length))
    while rest > 0 {
      if rest & 1 == 1 { shifted = Self.product(shifted, power) }
      power = Self.product(power, power)
      rest >>= 1
    }
    return CRC64(shifted ^ next.value)
  }

  /// Whether the processor multiplies without carry, which is some ten times as fast as tables.
  public static var isFast: Bool {
    ferry_crc64_multiplies() != 0
  }

  private static let polynomial: UInt64 = 0xC96C_5795_D787_0F42
  /// Eight bits further, which is x to the power of 8: the highest power is the lowest bit.
  private static let byte: UInt64 = 1 << 55

  /// The product of two polynomials, modulo that of the sum.
  private static func product(_ left: UInt64, _ right: UInt64) -> UInt64 {
    var (sum, right) = (UInt64(0), right)
    for power in 0..<64 {
      if left >> (63 - power) & 1 == 1 { sum ^= right }
      right = right >> 1 ^ (right & 1 == 1 ? polynomial : 0)
    }
    return sum
  }
}
