/// What a `FaultProxy` does to a request or to its answer.
public enum Fault: String, CaseIterable, Sendable {
  /// The connection is reset in the middle of the request's body; the server sees nothing.
  case resetUpload
  /// The connection is reset in the middle of the answer's body; the server has done its work.
  case resetAnswer
  /// The answer ends before the length that it has announced.
  case shortAnswer
  /// 503 with the code SlowDown; the server sees nothing.
  case slowDown
  /// 500 with the code InternalError; the server sees nothing.
  case serverError
  /// The server does its work, and its answer is replaced by a 500.
  case serverErrorAfter
  /// Half of the answer, then nothing more until the client gives up.
  case stall
  /// The answer's ETag is that of other bytes.
  case wrongETag
  /// A list ends in the middle of its text, with a length that fits.
  case cutList
  /// 403 with the code RequestTimeTooSkewed and a date of tomorrow; the server sees nothing.
  case skewedDate

  /// Whether it can be done to a request at all.
  func fits(_ request: StubRequest) -> Bool {
    switch self {
    case .resetUpload: request.contentLength > 0
    case .cutList: request.method == "GET" && request.target.contains("list-type=2")
    case .resetAnswer, .shortAnswer, .stall, .wrongETag: request.method != "HEAD"
    case .slowDown, .serverError, .serverErrorAfter, .skewedDate: true
    }
  }
}
