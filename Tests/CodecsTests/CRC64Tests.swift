import Codecs
import TestSupport
import Testing

@Suite struct CRC64Tests {
  @Test("the sums of known texts, as xz has them")
  func known() {
    let cases: [(String, UInt64)] = [
      ("", 0), ("123456789", 0x995D_C9BB_DF19_39FA), ("a", 0x3302_8477_2E65_2B05),
      ("abc", 0x2CD8_094A_1A27_7627),
    ]
    for (text, expected) in cases {
      var sum = CRC64()
      sum.add(Array(text.utf8)[...])
      #expect(sum.value == expected, "\(text)")
    }
  }

  @Test("any bytes at any place in any pieces have the sum that single bits give")
  func bits() {
    var random = SeededRandom(seed: 64)
    let bytes = (0..<5_000).map { _ in UInt8.random(in: 0...255, using: &random) }
    // All lengths around the blocks of the fast way, and some at random.
    let lengths = Array(0...600) + (0..<200).map { _ in Int.random(in: 0...4_900, using: &random) }
    for length in lengths {
      let start = Int.random(in: 0...99, using: &random)
      let piece = bytes[start..<start + length]
      var sum = CRC64()
      sum.add(piece)
      #expect(sum.value == bitwise(piece), "\(length) bytes from \(start)")
      let middle = Int.random(in: 0...length, using: &random)
      var parts = CRC64()
      parts.add(piece.prefix(middle))
      parts.add(piece.dropFirst(middle))
      #expect(parts == sum, "\(length) bytes from \(start), cut at \(middle)")
    }
  }

  @Test("the sum of two parts is made of their sums")
  func combined() {
    var random = SeededRandom(seed: 65)
    for _ in 0..<100 {
      let bytes = (0..<Int.random(in: 0...3_000, using: &random)).map { _ in
        UInt8.random(in: 0...255, using: &random)
      }
      let middle = Int.random(in: 0...bytes.count, using: &random)
      var (first, second, whole) = (CRC64(), CRC64(), CRC64())
      first.add(bytes.prefix(middle))
      second.add(bytes.dropFirst(middle))
      whole.add(bytes[...])
      #expect(first.followed(by: second, length: Int64(bytes.count - middle)) == whole)
    }
    // A long one: 64 MiB of zeros, by doubling.
    var zeros = CRC64()
    zeros.add(ArraySlice(repeating: 0, count: 1 << 20))
    var length: Int64 = 1 << 20
    for _ in 0..<6 {
      zeros = zeros.followed(by: zeros, length: length)
      length *= 2
    }
    var counted = CRC64()
    for _ in 0..<1 << 6 { counted.add(Self.mebibyte) }
    #expect(length == 1 << 26 && zeros == counted)
  }

  private static let mebibyte = ArraySlice<UInt8>(repeating: 0, count: 1 << 20)
}

/// The definition, bit by bit.
private func bitwise(_ bytes: ArraySlice<UInt8>) -> UInt64 {
  var sum = UInt64.max
  for byte in bytes {
    sum ^= UInt64(byte)
    for _ in 0..<8 { sum = sum >> 1 ^ (sum & 1 == 1 ? 0xC96C_5795_D787_0F42 : 0) }
  }
  return ~sum
}
