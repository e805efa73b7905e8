import Migration
import TestSupport
import Testing

@Suite struct ObjectKeyTests {
  @Test("text is shown as it is, everything else as bytes in hexadecimal")
  func table() {
    let cases: [([UInt8], String)] = [
      (Array("plain/file.txt".utf8), "plain/file.txt"),
      (Array("naïve 日本語 🚢".utf8), "naïve 日本語 🚢"),
      (Array("a\\b".utf8), "a\\x5cb"),
      (Array("a\nb\u{7f}\u{85}".utf8), "a\\x0ab\\x7f\\xc2\\x85"),
      ([0xff, 0x61], "\\xffa"),
      ([0xe2, 0x82], "\\xe2\\x82"),
      ([0xc0, 0x80], "\\xc0\\x80"),  // overlong
      ([0xed, 0xa0, 0x80], "\\xed\\xa0\\x80"),  // a surrogate
      ([0xf4, 0x90, 0x80, 0x80], "\\xf4\\x90\\x80\\x80"),  // beyond Unicode
      (Array("\u{202e}txt.exe".utf8), "\\xe2\\x80\\xaetxt.exe"),  // turns the text around
      (Array("a\u{2028}b".utf8), "a\\xe2\\x80\\xa8b"),
      (Array("a\u{200b}b".utf8), "a\\xe2\\x80\\x8bb"),
      (Array("a\u{3164}b".utf8), "a\\xe3\\x85\\xa4b"),  // a letter that shows nothing
      (Array("a\u{a0}b".utf8), "a\\xc2\\xa0b"),  // looks like a space
      ([], ""),
    ]
    for (bytes, expected) in cases {
      #expect(Array(ObjectKey(bytes).description.utf8) == Array(expected.utf8))
    }
  }

  @Test("what is shown reads back as the same bytes, so different keys never show the same")
  func readsBack() throws {
    var random = SeededRandom(seed: 7)
    let pieces: [[UInt8]] = [
      Array("\\x41".utf8), Array("\\".utf8), [0xff], [0xe2, 0x82], [0x0a], Array("é".utf8),
      Array("e\u{301}".utf8), Array("\u{1f6a2}".utf8), Array("x5c".utf8), Array("\u{feff}".utf8),
    ]
    for _ in 0..<20_000 {
      var bytes: [UInt8] = []
      for _ in 0..<Int.random(in: 0...6, using: &random) {
        if Bool.random(using: &random) {
          bytes += pieces.randomElement(using: &random) ?? []
        } else {
          bytes.append(UInt8.random(in: .min ... .max, using: &random))
        }
      }
      let shown = ObjectKey(bytes).description
      try #require(unescaped(shown) == bytes, "\(bytes)")
      try #require(!shown.utf8.contains { $0 < 0x20 || $0 == 0x7f })
    }
  }

  @Test("keys are ordered by their bytes")
  func order() {
    let sorted = ["", "A", "a", "a/", "a/b", "a0", "aa", "é"].map { ObjectKey($0) }
    #expect(sorted.reversed().sorted() == sorted)
  }
}

/// The bytes that an escaped text stands for: the rule, read the other way.
private func unescaped(_ text: String) -> [UInt8] {
  var bytes: [UInt8] = []
  var rest = Array(text.utf8)[...]
  while let byte = rest.popFirst() {
    guard byte == UInt8(ascii: "\\") else {
      bytes.append(byte)
      continue
    }
    let digits = String(decoding: rest.dropFirst().prefix(2), as: UTF8.self)
    bytes.append(UInt8(digits, radix: 16) ?? 0)
    rest = rest.dropFirst(3)
  }
  return bytes
}
