import CGnuTLS

/// Why something could not be signed, sealed or opened.
public enum SigningError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is sealed was changed, belongs to something else, or was sealed with another key.
  case notGenuine
  /// GnuTLS refused, by its own number; a wrong length of a key or a nonce, or no memory.
  case refused(code: Int32)
  /// The kernel gave no random bytes; with its words.
  case noRandomness(String)

  /// What was wrong, in words.
  public var description: String {
    switch self {
    case .notGenuine: "what is sealed was changed, or belongs elsewhere"
    case .refused(let code): "GnuTLS: \(String(cString: gnutls_strerror(code)))"
    case .noRandomness(let text): text
    }
  }
}
