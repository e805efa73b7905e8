import Migration
import Testing

@Suite struct FNV1aTests {
  @Test("the published vectors come out, in one go and byte by byte")
  func vectors() {
    let cases: [(String, UInt64)] = [
      ("", 0xcbf2_9ce4_8422_2325), ("a", 0xaf63_dc4c_8601_ec8c),
      ("foobar", 0x8594_4171_f739_67e8),
    ]
    for (text, expected) in cases {
      var (whole, single) = (FNV1a(), FNV1a())
      whole.mix(text.utf8)
      for byte in text.utf8 { single.mix(byte) }
      #expect(whole.value == expected, "\(text)")
      #expect(single.value == expected, "\(text)")
    }
  }

  @Test("a number is its eight bytes, the low one first")
  func numbers() {
    var (number, bytes) = (FNV1a(), FNV1a())
    number.mix(0x0102_0304_0506_0708 as UInt64)
    bytes.mix([8, 7, 6, 5, 4, 3, 2, 1] as [UInt8])
    #expect(number.value == bytes.value)
  }
}
