/// A request as it is to be sent.
public struct HTTPRequest {
  /// The method, such as `GET`.
  public var method: String
  /// The whole URL, `http` or `https`, encoded as it is to be sent: nothing of it is changed, no dot
  /// segment is removed.
  public var url: String
  /// Headers in their order; an empty value is sent as such.
  ///
  /// `Host` and `Content-Length` are made of the URL and the body.
  public var headers: [(name: String, value: String)]
  /// What is sent.
  public var body: HTTPBody
  /// How long nothing may move while this request is answered; nil for the client's own setting.
  ///
  /// A service may think for minutes before it puts the parts of a large object together.
  public var stallTimeout: Duration?

  /// A request.
  public init(
    method: String, url: String, headers: [(name: String, value: String)] = [],
    body: HTTPBody = .none, stallTimeout: Duration? = nil
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.stallTimeout = stallTimeout
  }
}
