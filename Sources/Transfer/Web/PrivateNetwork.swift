/// Which addresses are not those of the public internet.
///
/// Source: the IANA registries of special-purpose addresses for IPv4 and IPv6 (RFC 6890).
public enum PrivateNetwork {
  /// Whether an address is that of this machine, of a private network, or of nobody.
  ///
  /// - Parameter address: 4 or 16 bytes; of another length it is taken for private.
  public static func contains(_ address: [UInt8]) -> Bool {
    switch address.count {
    case 4: four.contains { begins(address, $0.bytes, $0.bits) }
    case 16: containsSix(address)
    default: true
    }
  }

  private static func containsSix(_ address: [UInt8]) -> Bool {
    // IPv4 in another form: mapped, compatible, by NAT64, by 6to4.
    let zeros = [UInt8](repeating: 0, count: 12)
    for start in [Array(zeros[..<10]) + [0xFF, 0xFF], [0, 0x64, 0xFF, 0x9B] + zeros[..<8]] {
      if address.starts(with: start) { return contains(Array(address[12...])) }
    }
    if address.starts(with: [0x20, 0x02]) { return contains(Array(address[2..<6])) }
    return six.contains { begins(address, $0.bytes, $0.bits) }
  }

  private static func begins(_ address: [UInt8], _ bytes: [UInt8], _ bits: Int) -> Bool {
    for bit in 0..<bits {
      let byte = bit / 8 < bytes.count ? bytes[bit / 8] : 0
      if (address[bit / 8] ^ byte) << (bit % 8) & 0x80 != 0 { return false }
    }
    return true
  }

  private typealias Block = (bytes: [UInt8], bits: Int)

  private static let four: [Block] = [
    ([0], 8), ([10], 8), ([100, 64], 10), ([127], 8), ([169, 254], 16), ([172, 16], 12),
    ([192, 0, 0], 24), ([192, 0, 2], 24), ([192, 168], 16), ([198, 18], 15),
    ([198, 51, 100], 24), ([203, 0, 113], 24), ([224], 3),
  ]

  private static let six: [Block] = [
    // What is compatible with IPv4, nobody and this machine; NAT64 of one's own; Teredo; documents;
    // unique local, link local, site local, multicast.
    ([], 96), ([0, 0x64, 0xFF, 0x9B, 0, 1], 48), ([0x20, 0x01, 0, 0], 32),
    ([0x20, 0x01, 0x0D, 0xB8], 32), ([0xFC], 7), ([0xFE, 0x80], 10), ([0xFE, 0xC0], 10),
    ([0xFF], 8),
  ]
}
