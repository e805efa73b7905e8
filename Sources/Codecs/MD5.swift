import CNettle

/// The MD5 digest of bytes, which a manifest's checksums are; it protects against accidents only.
///
/// Source: RFC 1321.
public struct MD5 {
  private var context = md5_ctx()

  /// The digest of no bytes yet.
  public init() {
    nettle_md5_init(&context)
  }

  /// Takes bytes in.
  public mutating func add(_ bytes: ArraySlice<UInt8>) {
    bytes.withUnsafeBufferPointer { nettle_md5_update(&context, $0.count, $0.baseAddress) }
  }

  /// Takes bytes in.
  public mutating func add(_ bytes: UnsafeRawBufferPointer) {
    nettle_md5_update(&context, bytes.count, bytes.assumingMemoryBound(to: UInt8.self).baseAddress)
  }

  /// The sixteen bytes of the digest of all bytes; afterwards it begins anew.
  public mutating func digestBytes() -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: 16)
    ferry_md5_digest(&context, &digest)
    return digest
  }

  /// The digest of all bytes in capital hexadecimal digits; afterwards it begins anew.
  public mutating func digest() -> String {
    digestBytes().map { byte in
      let digits = String(byte, radix: 16, uppercase: true)
      return digits.utf8.count < 2 ? "0" + digits : digits
    }.joined()
  }
}
