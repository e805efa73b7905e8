public import Migration
internal import Wire

extension Response {
  /// The answer that tells a refusal, with the ID of the refused request.
  public static func refused(_ refusal: Refusal, requestID: String) -> Response {
    let view = RefusalView(
      code: refusal.code.word, message: refusal.message, requestId: requestID)
    var response = Response.json(view.json, status: refusal.code.httpStatus)
    response.refusal = refusal
    return response
  }
}
