/// The header `Authorization` of a request that is signed by `SDKHMAC`, taken apart.
public struct SDKHMACAuthorization: Hashable, Sendable {
  /// The word that the header begins with.
  public static let scheme = "SDK-HMAC-SHA256"

  /// The key's ID.
  public let accessID: String
  /// Names of the headers that are signed, in small letters, in their order.
  public let signedHeaders: [String]
  /// The signature: 64 hexadecimal digits as they came.
  public let signature: String

  /// Takes a header apart; nil if it is no whole one of this scheme, or does not sign the time.
  ///
  /// - Parameter text: `SDK-HMAC-SHA256 Access=ID, SignedHeaders=a;b, Signature=HEX`, blanks after
  ///   commas or not.
  public init?(_ text: String) {
    guard
      let fields = AuthorizationFields(
        text, scheme: Self.scheme, names: Self.names, sizeLimit: Self.sizeLimit),
      let id = fields["Access"], let names = fields["SignedHeaders"],
      let signature = fields["Signature"], !id.isEmpty, signature.utf8.count == 64
    else { return nil }
    accessID = String(id)
    signedHeaders = names.split(separator: ";").map { $0.lowercased() }
    self.signature = String(signature)
    // Without them it would hold for ever, and for any service.
    guard signedHeaders.contains("x-sdk-date"), signedHeaders.contains("host") else { return nil }
  }

  private static let sizeLimit = 8192
  private static let names: Set<Substring> = ["Access", "SignedHeaders", "Signature"]
}
