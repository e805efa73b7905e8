/// The header `Authorization` of a request that is signed by `OSSV4`, taken apart.
public struct OSSV4Authorization: Hashable, Sendable {
  /// The word that the header begins with.
  public static let scheme = "OSS4-HMAC-SHA256"

  /// The key's ID.
  public let accessID: String
  /// For when and where it is signed.
  public let scope: OSSV4Scope
  /// Names of headers that are signed beside the usual ones, in small letters.
  public let additionalHeaders: [String]
  /// The signature: 64 hexadecimal digits as they came.
  public let signature: String

  /// Takes a header apart; nil if it is no whole one of this scheme.
  ///
  /// - Parameter text: `OSS4-HMAC-SHA256 Credential=ID/DAY/REGION/oss/aliyun_v4_request,
  ///   Signature=HEX`, blanks after commas or not, `AdditionalHeaders=a;b` between or not.
  public init?(_ text: String) {
    guard
      let fields = AuthorizationFields(
        text, scheme: Self.scheme, names: Self.names, sizeLimit: Self.sizeLimit),
      let credential = fields["Credential"], let signature = fields["Signature"],
      signature.utf8.count == 64
    else { return nil }
    // The ID may hold slashes itself: the scope is what follows the last four of them.
    let parts = credential.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count >= 5, parts[parts.count - 1] == OSSV4Scope.end,
      parts[parts.count - 2] == OSSV4Scope.product
    else { return nil }
    let (day, region) = (parts[parts.count - 4], parts[parts.count - 3])
    accessID = parts[..<(parts.count - 4)].joined(separator: "/")
    guard !accessID.isEmpty, day.utf8.count == 8, !region.isEmpty else { return nil }
    scope = OSSV4Scope(day: String(day), region: String(region))
    additionalHeaders =
      fields["AdditionalHeaders"]?.split(separator: ";").map { $0.lowercased() } ?? []
    self.signature = String(signature)
  }

  private static let sizeLimit = 4096
  private static let names: Set<Substring> = ["Credential", "Signature", "AdditionalHeaders"]
}
