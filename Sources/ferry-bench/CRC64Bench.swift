import CCRC64
import Codecs
import CZlib

/// Sums memory up that is in the processor's cache, as what was just copied is.
enum CRC64Bench {
  private static let size = 64 << 10
  private static let rounds = 50
  /// Times that the memory is summed up in a round.
  private static let turns = 256

  /// Measures and prints.
  static func run() {
    let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
    print("GB/s, the best of \(rounds) rounds over \(size >> 10) KiB")
    let way = CRC64.isFast ? "by carry-less products" : "the processor has tables only"
    row("crc64, \(way)", bytes) { raw in
      var sum = CRC64()
      sum.add(raw)
      return sum.value
    }
    row("crc64 by tables", bytes) { ferry_crc64_by_tables(0, $0.baseAddress, $0.count) }
    row("crc32 of zlib", bytes) { raw in
      UInt64(crc32(0, raw.baseAddress?.assumingMemoryBound(to: UInt8.self), UInt32(raw.count)))
    }
  }

  private static func row(
    _ name: String, _ bytes: [UInt8], _ sum: (UnsafeRawBufferPointer) -> UInt64
  ) {
    var (best, all) = (Double.infinity, UInt64(0))
    bytes.withUnsafeBytes { raw in
      for _ in 0..<rounds {
        let start = Child.now()
        for _ in 0..<turns { all ^= sum(raw) }
        best = min(best, Child.now() - start)
      }
    }
    // An even number of equal sums: anything else would be a wrong one.
    guard all == 0 else { return print("  \(name): the sums differ") }
    let rate = Double(size * turns) / best / 1e9
    print("  \(Figure.left(name, 36)) \(Figure.right(Figure.text(rate, 2), 6))")
  }
}
