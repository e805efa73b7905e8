/// What of a request is signed.
public struct SigV4Request {
  /// The method, in capitals.
  public var method: String
  /// The path as it is sent, encoded by `PercentEncoding`; it begins with `/`.
  public var path: String
  /// The query as it is sent, made by `PercentEncoding.query`; without `?`.
  public var query: String
  /// The headers that are signed, `host` among them: names in small letters, each once.
  public var headers: [(name: String, value: String)]
  /// What is said of the body.
  public var payload: Payload

  /// What a signature says of the body.
  public enum Payload: Hashable, Sendable {
    /// There is none.
    case none
    /// Its SHA-256.
    case digest([UInt8])
    /// Nothing: for a connection that protects it by itself.
    case unsigned
  }

  /// A request.
  public init(
    method: String, path: String, query: String = "", headers: [(name: String, value: String)],
    payload: Payload = .none
  ) {
    self.method = method
    self.path = path
    self.query = query
    self.headers = headers
    self.payload = payload
  }
}
