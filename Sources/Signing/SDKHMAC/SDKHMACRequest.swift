/// What of a request a signature of `SDKHMAC` covers.
public struct SDKHMACRequest {
  /// The method, in capitals.
  public var method: String
  /// The path as it came, percent-encoded.
  public var path: String
  /// The query, decoded.
  public var query: [(name: String, value: String)]
  /// The headers, names in small letters; those that are not signed are passed over.
  public var headers: [(name: String, value: String)]
  /// `X-Sdk-Date`: `20261121T134407Z`.
  public var time: String
  /// `X-Sdk-Content-Sha256` if there is one, else the body's SHA-256, in hexadecimal digits.
  public var payload: String

  /// A request of these parts.
  public init(
    method: String, path: String, query: [(name: String, value: String)],
    headers: [(name: String, value: String)], time: String, payload: String
  ) {
    self.method = method
    self.path = path
    self.query = query
    self.headers = headers
    self.time = time
    self.payload = payload
  }
}
