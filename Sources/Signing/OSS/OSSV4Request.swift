/// What of a request a signature of `OSSV4` covers.
public struct OSSV4Request {
  /// The method, in capitals.
  public var method: String
  /// The path, as the signer has written it.
  public var path: String
  /// The query, decoded.
  public var query: [(name: String, value: String)]
  /// The headers, names in small letters; those that are not signed are passed over.
  public var headers: [(name: String, value: String)]
  /// Names in small letters of headers that are signed beside the usual ones.
  public var additionalHeaders: [String]
  /// `x-oss-date`: `20261121T134407Z`.
  public var time: String
  /// `x-oss-content-sha256`: `UNSIGNED-PAYLOAD`, or the body's SHA-256 in hexadecimal digits.
  public var payload: String

  /// A request of these parts.
  public init(
    method: String, path: String, query: [(name: String, value: String)],
    headers: [(name: String, value: String)], additionalHeaders: [String] = [], time: String,
    payload: String = unsignedPayload
  ) {
    self.method = method
    self.path = path
    self.query = query
    self.headers = headers
    self.additionalHeaders = additionalHeaders
    self.time = time
    self.payload = payload
  }

  /// The word for a body that the signature says nothing of.
  public static let unsignedPayload = "UNSIGNED-PAYLOAD"
}
