import CGnuTLS
public import Platform

/// SHA-256, and HMAC by it.
///
/// Source: FIPS 180-4, RFC 2104; gnutls_hash_fast(3), gnutls_hmac_fast(3).
public enum SHA256 {
  /// The length of a digest, in bytes.
  public static let length = 32

  /// The digest of some bytes.
  public static func digest(of bytes: [UInt8]) throws(SigningError) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: length)
    let code = gnutls_hash_fast(GNUTLS_DIG_SHA256, bytes, bytes.count, &digest)
    guard code == 0 else { throw .refused(code: code) }
    return digest
  }

  /// The digest of some bytes that only who has the key can make.
  public static func authenticationCode(
    of bytes: [UInt8], key: Secret
  ) throws(SigningError) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: length)
    let code = key.withBytes { key in
      gnutls_hmac_fast(
        GNUTLS_MAC_SHA256, key.baseAddress, key.count, bytes, bytes.count, &digest)
    }
    guard code == 0 else { throw .refused(code: code) }
    return digest
  }
}
