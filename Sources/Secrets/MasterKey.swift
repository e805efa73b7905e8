import Platform
import Signing

/// The key that seals secrets, and the short name by which a sealed value tells its key.
struct MasterKey: Sendable {
  /// The key.
  let secret: Secret
  /// Eight bytes that tell keys apart and nothing about them.
  let name: [UInt8]

  static let nameLength = 8

  /// A key of `AEAD.keyLength` bytes.
  init(_ secret: Secret) throws(SigningError) {
    self.secret = secret
    let digest = try SHA256.authenticationCode(of: Array("ferry key name".utf8), key: secret)
    name = Array(digest.prefix(Self.nameLength))
  }
}
