import Codecs
import TestSupport
import Testing

@Suite struct CodecTests {
  @Test("MD5 of the texts that its specification gives")
  func md5() {
    let cases = [
      ("", "D41D8CD98F00B204E9800998ECF8427E"), ("abc", "900150983CD24FB0D6963F7D28E17F72"),
      (
        "12345678901234567890123456789012345678901234567890123456789012345678901234567890",
        "57EDF4A22BE3C955AC49DA2E2107B67A"
      ),
    ]
    for (text, expected) in cases {
      var md5 = MD5()
      let bytes = Array(text.utf8)
      md5.add(bytes.prefix(5))
      md5.add(bytes.dropFirst(5))
      #expect(md5.digest() == expected)
    }
  }

  @Test("whatever goes in, in pieces of any size, all of it comes out and the stream ends")
  func gzip() {
    var random = SeededRandom(seed: 3)
    for size in [0, 1, 1000, 300_000] {
      guard var stream = GzipStream() else {
        Issue.record("no memory")
        return
      }
      var made: [UInt8] = []
      var rest = (0..<size).map { _ in UInt8.random(in: 0...255, using: &random) }[...]
      let bytes = Array(rest)
      while !rest.isEmpty {
        let piece = rest.prefix(Int.random(in: 1...90_000, using: &random))
        rest = rest.dropFirst(piece.count)
        stream.put(Array(piece)) { made += $0 }
      }
      stream.put([], ends: true) { made += $0 }
      #expect(unpacked(made, piece: 1 + size / 7) == bytes)
      // Two streams after one another are one file to gzip.
      #expect(unpacked(made + made, piece: 4_000) == bytes + bytes)
      #expect(unpacked(Array(made.dropLast(3)), piece: 4_000) == nil)
      made[made.count - 6] ^= 1
      #expect(unpacked(made, piece: 4_000) == nil)
    }
  }
}

/// What a gzip file holds; nil if it is damaged or cut off.
private func unpacked(_ file: [UInt8], piece: Int) -> [UInt8]? {
  guard var stream = GunzipStream() else { return nil }
  var (found, output) = ([UInt8](), [UInt8](repeating: 0, count: 1_000))
  var position = 0
  while position < file.count || stream.holdsBack {
    let end = min(file.count, position + piece)
    guard let (used, made) = stream.step(file, position..<end, into: &output) else { return nil }
    position += used
    found += output[..<made]
  }
  return stream.isWhole ? found : nil
}
