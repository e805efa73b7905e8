/// Identifiers of requests and files: UUIDs of version 4 as lower-case text (RFC 9562).
public enum UUIDText {
  /// A new one, from the system's generator.
  public static func random() -> String {
    var generator = SystemRandomNumberGenerator()
    return random(using: &generator)
  }

  /// A new one, from a generator of the caller's.
  public static func random(using generator: inout some RandomNumberGenerator) -> String {
    // RFC 9562, 5.4: the version in bits 48 to 51, the variant in bits 64 and 65.
    let high: UInt64 = (generator.next() & 0xFFFF_FFFF_FFFF_0FFF) | 0x4000
    let low: UInt64 = (generator.next() & 0x3FFF_FFFF_FFFF_FFFF) | 0x8000_0000_0000_0000
    let bytes = [high, low].flatMap { word in
      (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * $0)) }
    }
    let groups = [0..<4, 4..<6, 6..<8, 8..<10, 10..<16].map { HexText.encode(bytes[$0]) }
    return groups.joined(separator: "-")
  }
}
