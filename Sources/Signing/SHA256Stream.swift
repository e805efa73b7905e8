import CGnuTLS

/// A SHA-256 digest of bytes that come one after another.
///
/// Source: FIPS 180-4; gnutls_hash_init(3).
public struct SHA256Stream: ~Copyable {
  /// Never null: `init` throws instead.
  private let handle: gnutls_hash_hd_t

  /// The digest of no bytes yet.
  public init() throws(SigningError) {
    var handle: gnutls_hash_hd_t?
    let code = gnutls_hash_init(&handle, GNUTLS_DIG_SHA256)
    guard code == 0, let handle else { throw .refused(code: code) }
    self.handle = handle
  }

  deinit {
    gnutls_hash_deinit(handle, nil)
  }

  /// Takes bytes in.
  public mutating func add(_ bytes: UnsafeRawBufferPointer) throws(SigningError) {
    guard let start = bytes.baseAddress else { return }
    let code = gnutls_hash(handle, start, bytes.count)
    guard code == 0 else { throw .refused(code: code) }
  }

  /// The digest of all bytes; afterwards it begins anew.
  public mutating func digest() -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: SHA256.length)
    gnutls_hash_output(handle, &digest)
    return digest
  }
}
