import Migration
import SQLite

/// A row's checksum over its other columns: SQLite's own checks miss most flipped bits.
///
/// FNV-1a over each value's type, bytes and length. Each of its steps can be undone, so a change
/// within one byte always shows; of other changes one in 2^64 does not.
enum RowChecksum {
  static func of(_ values: some Sequence<SQLValue>) -> Int64 {
    var hash = FNV1a()
    for value in values {
      switch value {
      case .null: hash.mix(0 as UInt8)
      case .integer(let number):
        hash.mix(1 as UInt8)
        hash.mix(UInt64(bitPattern: number))
      case .real(let number):
        hash.mix(2 as UInt8)
        hash.mix(number.bitPattern)
      case .text(let text):
        hash.mix(3 as UInt8)
        hash.mix(text.utf8)
        hash.mix(UInt64(text.utf8.count))
      case .blob(let bytes):
        hash.mix(4 as UInt8)
        hash.mix(bytes)
        hash.mix(UInt64(bytes.count))
      }
    }
    return Int64(bitPattern: hash.value)
  }
}
