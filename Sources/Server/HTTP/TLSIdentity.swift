public import Platform

/// What a server shows to speak TLS: a certificate with its chain, and its key.
public struct TLSIdentity: Sendable {
  private let certificate: [UInt8]
  private let key: Secret

  /// An identity.
  ///
  /// - Parameters:
  ///   - certificate: In PEM: the server's own certificate first, then those that lead to the root.
  ///   - key: In PEM, without a password.
  public init(certificate: [UInt8], key: Secret) {
    self.certificate = certificate
    self.key = key
  }

  /// Lends both as C's texts, which end with a zero byte and are zeroed afterwards.
  func withTexts<Result>(
    _ body: (UnsafePointer<CChar>?, UnsafePointer<CChar>?) -> Result
  ) -> Result {
    let text = UnsafeMutableRawBufferPointer.allocate(byteCount: key.count + 1, alignment: 1)
    defer {
      Secret.clear(text)
      text.deallocate()
    }
    text[key.count] = 0
    key.withBytes { text.copyMemory(from: $0) }
    return (certificate + [0]).withUnsafeBufferPointer { certificate in
      certificate.withMemoryRebound(to: CChar.self) { certificate in
        body(
          certificate.baseAddress,
          UnsafePointer(text.baseAddress?.assumingMemoryBound(to: CChar.self)))
      }
    }
  }
}
