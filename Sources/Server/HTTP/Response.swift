public import Migration
public import Wire

/// One answer, whole.
public struct Response: Hashable, Sendable {
  /// The HTTP status.
  public var status: Int
  /// The media type of the body.
  public var contentType: String
  /// The body; not sent in answer to HEAD.
  public var body: [UInt8]
  /// A file that is the body in place of the bytes; nil for none.
  public var file: ResponseFile?
  /// Further headers.
  public var headers: [Header]
  /// Who was answered, where a signature or a token has told; for the log.
  public var caller: Caller?
  /// What was changed, for the record of changes; empty if that is not known.
  public var subject = ""
  /// The refusal that this tells; nil if it is none.
  public var refusal: Refusal?

  /// An answer of these parts.
  public init(
    status: Int, contentType: String = "application/json", body: [UInt8] = [],
    headers: [Header] = []
  ) {
    self.status = status
    self.contentType = contentType
    self.body = body
    self.headers = headers
  }

  /// An answer with a JSON body.
  public static func json(_ value: JSONValue, status: Int = 200) -> Response {
    Response(status: status, body: Array(value.text.utf8))
  }

  /// The answer to a change of something that has this name.
  func about(_ subject: String) -> Response {
    var response = self
    response.subject = subject
    return response
  }

  /// The answer 204 that something is gone.
  public static var gone: Response { Response(status: 204) }
}
