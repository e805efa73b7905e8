public import Migration
internal import Wire

extension Response {
  /// An answer with an XML body.
  static func xml(_ element: XMLElement, status: Int = 200) -> Response {
    Response(
      status: status, contentType: "application/xml", body: Array(element.document.utf8))
  }

  /// The answer that a change is made: without a body, which the vendor's client could not read.
  static var done: Response { Response(status: 200) }

  /// The answer that tells a refusal as Alibaba Cloud's clients read it.
  ///
  /// - Parameter host: What the client calls this server.
  public static func refusedXML(
    _ refusal: Refusal, requestID: String, host: String = ""
  ) -> Response {
    let error = XMLElement(
      "Error",
      [
        XMLElement("Code", text: refusal.code.word), XMLElement("Message", text: refusal.message),
        XMLElement("RequestId", text: requestID), XMLElement("HostId", text: host),
      ])
    var response = Response.xml(error, status: refusal.code.httpStatus)
    response.refusal = refusal
    return response
  }
}
