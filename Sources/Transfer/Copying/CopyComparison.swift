import CLinux
import Codecs
import Glibc
import Migration

/// Reads copies again, and looks whether they have the bytes that were read of their sources.
final class CopyComparison {
  /// So much of a copy is read at a time: with the source's bytes it stays in the core's first cache.
  private static let pieceBytes = 16 << 10
  /// So much is copied before it is compared, if the kernel copies it: it is still in the core's cache.
  private static let cachedBytes = 64 << 10
  /// The same where both files may come to have the same blocks, or where a server copies: there a
  /// small part costs as much as a large one.
  private static let sharedBytes = 1 << 20
  /// File systems that copy each byte: ext4, tmpfs and F2FS; statfs(2), linux/magic.h.
  private static let copyingKinds: Set<Int64> = [0xEF53, 0x0102_1994, 0xF2F5_2010]

  /// What the kernel is to copy at a time, in bytes.
  let partBytes: Int
  private let usesSums: Bool
  private let found = UnsafeMutableRawBufferPointer.allocate(
    byteCount: CopyComparison.pieceBytes, alignment: 4096)

  /// Nil if the rule does not want copies to be read again.
  ///
  /// - Parameter root: An open folder of the destination's file system.
  init?(_ verify: CopyRule.Verify, root: Int32) {
    guard verify.readsAgain else { return nil }
    usesSums = verify == .crc64
    let copies = Self.copyingKinds.contains(ferry_file_system(root))
    partBytes = copies ? Self.cachedBytes : Self.sharedBytes
  }

  deinit {
    found.deallocate()
  }

  /// Makes sure that a copy has these bytes.
  ///
  /// - Parameters:
  ///   - bytes: What was read of the source.
  ///   - place: Where it was, and is in the copy.
  func compare(
    _ bytes: UnsafeRawBufferPointer, with copy: Int32, at place: Int64
  ) throws(ObjectError) {
    var sums = (source: CRC64(), copy: CRC64())
    var start = 0
    while start < bytes.count {
      let piece = UnsafeRawBufferPointer(
        rebasing: bytes[start..<min(bytes.count, start + Self.pieceBytes)])
      let again = UnsafeRawBufferPointer(rebasing: found[..<piece.count])
      let count = try found.fill(piece.count, from: copy, .destination, at: place + Int64(start))
      guard count == piece.count else { throw .unverified }
      if usesSums {
        sums.source.add(piece)
        sums.copy.add(again)
      } else if let left = piece.baseAddress, let right = again.baseAddress {
        guard memcmp(left, right, piece.count) == 0 else { throw .unverified }
      }
      start += piece.count
    }
    guard sums.source == sums.copy else { throw .unverified }
  }
}

extension UnsafeMutableRawBufferPointer {
  /// Reads until so many bytes are there or the file ends.
  ///
  /// - Parameter place: Where to read; nil for where the file is, which goes on then.
  /// - Returns: How many there are.
  func fill(
    _ wanted: Int, from file: Int32, _ side: ObjectError.Side, at place: Int64? = nil
  ) throws(ObjectError) -> Int {
    var count = 0
    while count < wanted {
      let start = baseAddress?.advanced(by: count)
      let got = try ObjectError.count(
        place.map { ferry_read_at(file, start, wanted - count, $0 + Int64(count)) }
          ?? ferry_read(file, start, wanted - count), "read", side)
      if got == 0 { break }
      count += got
    }
    return count
  }
}
