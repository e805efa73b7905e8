import CGnuTLS
public import Platform

/// Sealing: AES-256-GCM with a random nonce; what is sealed is bound to what it belongs to.
///
/// A sealed value is the nonce (12 bytes), the encrypted bytes, and the tag (16 bytes). One key may
/// seal four billion values before two nonces are likely to meet: more than there are addresses.
///
/// Source: NIST SP 800-38D; gnutls_aead_cipher_encrypt(3).
public struct AEAD: ~Copyable {
  /// The length of a key, in bytes.
  public static let keyLength = 32
  /// How many bytes a sealed value has more than what is in it.
  public static let overhead = nonceLength + tagLength

  static let nonceLength = 12
  private static let tagLength = 16

  /// Never null: `init` throws instead.
  private let handle: gnutls_aead_cipher_hd_t

  /// A cipher with a key of `keyLength` bytes.
  public init(key: Secret) throws(SigningError) {
    // GnuTLS takes longer ones.
    guard key.count == Self.keyLength else { throw .refused(code: GNUTLS_E_INVALID_REQUEST) }
    var handle: gnutls_aead_cipher_hd_t?
    let code = key.withBytes { bytes in
      // GnuTLS only reads it.
      var datum = gnutls_datum_t(
        data: UnsafeMutablePointer(mutating: bytes.assumingMemoryBound(to: UInt8.self).baseAddress),
        size: UInt32(clamping: bytes.count))
      return gnutls_aead_cipher_init(&handle, GNUTLS_CIPHER_AES_256_GCM, &datum)
    }
    guard code == 0, let handle else { throw .refused(code: code) }
    self.handle = handle
  }

  deinit {
    gnutls_aead_cipher_deinit(handle)
  }

  /// Seals a secret with a fresh nonce.
  ///
  /// - Parameter associated: What it belongs to; only with the same bytes is it opened again.
  public borrowing func seal(
    _ secret: Secret, associated: [UInt8]
  ) throws(SigningError) -> [UInt8] {
    let nonce: [UInt8]
    do {
      nonce = try RandomBytes.make(count: Self.nonceLength)
    } catch {
      throw .noRandomness("\(error)")
    }
    return try seal(secret, nonce: nonce, associated: associated)
  }

  /// Seals with a nonce that must never come twice with this key.
  borrowing func seal(
    _ secret: Secret, nonce: [UInt8], associated: [UInt8]
  ) throws(SigningError) -> [UInt8] {
    var sealed = [UInt8](repeating: 0, count: secret.count + Self.tagLength)
    var length = sealed.count
    let code = secret.withBytes { plain in
      gnutls_aead_cipher_encrypt(
        handle, nonce, nonce.count, associated, associated.count, Self.tagLength,
        plain.baseAddress, plain.count, &sealed, &length)
    }
    guard code == 0, length == sealed.count else { throw .refused(code: code) }
    return nonce + sealed
  }

  /// Opens what `seal` made.
  ///
  /// - Throws: `notGenuine` if a bit of it, the key or what it belongs to is another.
  public borrowing func open(
    _ sealed: [UInt8], associated: [UInt8]
  ) throws(SigningError) -> Secret {
    let length = sealed.count - Self.overhead
    guard length >= 0 else { throw .notGenuine }
    let (nonce, rest) = (
      Array(sealed[..<Self.nonceLength]), Array(sealed[Self.nonceLength...])
    )
    // A place for every length: with none GnuTLS would be handed no address.
    var plain = [UInt8](repeating: 0, count: max(1, length))
    defer { plain.withUnsafeMutableBytes { Secret.clear($0) } }
    var got = length
    let code = gnutls_aead_cipher_decrypt(
      handle, nonce, nonce.count, associated, associated.count, Self.tagLength,
      rest, rest.count, &plain, &got)
    guard code == 0, got == length else {
      throw code == GNUTLS_E_DECRYPTION_FAILED ? .notGenuine : .refused(code: code)
    }
    return plain.withUnsafeBytes {
      Secret(copying: UnsafeRawBufferPointer(rebasing: $0[..<length]))
    }
  }
}
