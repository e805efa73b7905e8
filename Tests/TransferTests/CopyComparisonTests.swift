import Glibc
import Migration
import TestSupport
import Testing

@testable import Transfer

@Suite struct CopyComparisonTests {
  @Test(
    "one bit that is not the same is found wherever it is, and so is an end that is missing",
    arguments: [CopyRule.Verify.checksum, .crc64])
  func found(verify: CopyRule.Verify) throws {
    try Scratch.with("compare") { folder in
      let root = open(folder, O_RDONLY | O_DIRECTORY)
      let file = open("\(folder)/copy", O_RDWR | O_CREAT, 0o600)
      defer {
        close(root)
        close(file)
      }
      let comparison = try #require(CopyComparison(verify, root: root))
      var random = SeededRandom(seed: 5)
      let bytes = (0..<70_000).map { _ in UInt8.random(in: 0...255, using: &random) }
      let place = 4_097
      try #require(pwrite(file, bytes, bytes.count, place) == bytes.count)
      #expect(isSame(comparison, bytes, file, place))
      #expect(isSame(comparison, Array(bytes[..<16_385]), file, place))
      #expect(isSame(comparison, [], file, place))
      #expect(!isSame(comparison, bytes + [0], file, place))
      for index in [0, 1, 16_383, 16_384, 65_535, 69_999] {
        try #require(pwrite(file, [bytes[index] ^ 0x10], 1, place + index) == 1)
        #expect(!isSame(comparison, bytes, file, place), "byte \(index)")
        try #require(pwrite(file, [bytes[index]], 1, place + index) == 1)
      }
      #expect(isSame(comparison, bytes, file, place))
    }
  }

  @Test("nothing is read again where the job does not want it")
  func unwanted() {
    for verify in [CopyRule.Verify.none, .size] {
      #expect(CopyComparison(verify, root: -1) == nil)
    }
  }
}

private func isSame(
  _ comparison: CopyComparison, _ bytes: [UInt8], _ copy: Int32, _ place: Int
) -> Bool {
  do {
    try bytes.withUnsafeBytes { try comparison.compare($0, with: copy, at: Int64(place)) }
    return true
  } catch {
    return false
  }
}
