@testable import Inventory
import TestSupport
import Testing

@Suite struct ChecksumTests {
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
      // The trailer's last four bytes are the length of what went in (RFC 1952).
      let length = made.suffix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
      #expect(length == bytes.count && made.count >= 20)
    }
  }
}
