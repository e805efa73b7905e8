import Platform
import Server

extension Response {
  /// A refusal without the secrets that are known: it may tell a part of the request.
  func redacted(by redactor: Redactor) -> Response {
    guard status >= 400 else { return self }
    var response = self
    response.body = redactor.clean(body)
    return response
  }
}
