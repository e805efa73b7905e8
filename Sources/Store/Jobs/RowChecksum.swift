import SQLite

/// A row's checksum over its other columns: SQLite's own checks miss most flipped bits.
///
/// FNV-1a, 64 bits, over each value's type and bytes, so that two rows that differ in one bit or
/// in where a value ends never agree by construction.
///
/// Source: <http://www.isthe.com/chongo/tech/comp/fnv/>
enum RowChecksum {
  static func of(_ values: some Sequence<SQLValue>) -> Int64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    func mix(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    func mix(_ number: UInt64) {
      for shift in stride(from: 0, to: 64, by: 8) {
        mix(UInt8(truncatingIfNeeded: number >> shift))
      }
    }
    for value in values {
      switch value {
      case .null: mix(0 as UInt8)
      case .integer(let number):
        mix(1 as UInt8)
        mix(UInt64(bitPattern: number))
      case .real(let number):
        mix(2 as UInt8)
        mix(number.bitPattern)
      case .text(let text):
        mix(3 as UInt8)
        for byte in text.utf8 { mix(byte) }
        mix(UInt64(text.utf8.count))
      case .blob(let bytes):
        mix(4 as UInt8)
        for byte in bytes { mix(byte) }
        mix(UInt64(bytes.count))
      }
    }
    return Int64(bitPattern: hash)
  }
}
