import CLinux
import Codecs
import Glibc
import Migration

/// Makes sure that a file has the bytes of the object that it is a copy of.
///
/// By the store's tag, where that is the MD5 of the bytes. Otherwise, as for what came in parts, the
/// object is read once more beside the file.
final class DownloadComparison {
  private var md5 = MD5()
  private let isWhole: Bool

  /// Nil if the rule does not ask for it.
  ///
  /// - Parameter isWhole: Whether all bytes of the file will be taken in.
  init?(_ rule: CopyRule, isWhole: Bool) {
    guard rule.verify.readsAgain else { return nil }
    self.isWhole = isWhole
  }

  /// Takes in bytes that have arrived.
  func add(_ bytes: UnsafeRawBufferPointer) {
    md5.add(bytes)
  }

  /// Compares a file that is complete.
  func finish(
    _ object: BucketObject, _ key: [UInt8], _ client: any DownloadSource, _ file: Int32
  ) throws(ObjectError) {
    if isWhole, client.isMD5(object.tag), !object.isEncryptedByKey {
      return try client.compare(object.tag, md5.digestBytes())
    }
    var position: Int64 = 0
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 4096)
    defer { buffer.deallocate() }
    _ = try client.get(key, nil, ifTag: object.tag) { (bytes) throws(ObjectError) in
      try Self.compare(bytes, with: file, at: position, buffer)
      position += Int64(bytes.count)
    }
    if position != object.facts.size { throw .unverified }
  }

  private static func compare(
    _ bytes: UnsafeRawBufferPointer, with file: Int32, at position: Int64,
    _ buffer: UnsafeMutableRawBufferPointer
  ) throws(ObjectError) {
    var done = 0
    while done < bytes.count, let left = bytes.baseAddress, let right = buffer.baseAddress {
      let got = try ObjectError.count(
        ferry_read_at(
          file, right, min(buffer.count, bytes.count - done), position + Int64(done)),
        "read", .destination)
      guard got > 0, memcmp(left + done, right, got) == 0 else { throw .unverified }
      done += got
    }
  }
}
