/// The JSON in which `mgwutil` answers.
///
/// Source: Alibaba Cloud, Data Online Migration, mgwutil command reference.
public enum Envelope {
  /// What was done.
  ///
  /// - Parameters:
  ///   - status: The HTTP status.
  ///   - time: The local time, `YYYY-MM-DD HH:MM:SS`.
  ///   - data: JSON text, put in as it is.
  public static func success(status: Int, time: String, data: String) -> String {
    opening(status: status, time: time) + data + closing
  }

  /// What stands before the data of a success, for data that is written piece by piece.
  public static func opening(status: Int, time: String) -> String {
    "{\"Code\":\"success\",\"StatusCode\":\(status),"
      + "\"LogTime\":\(JSONValue.string(time).text),\"Data\":"
  }

  /// What stands behind the data.
  public static let closing = "}"

  /// What the daemon refused; the message has the form of the service's SDK.
  public static func refused(status: Int, time: String, refusal: RefusalView) -> String {
    let message =
      "SDKError:    StatusCode: \(status)    Code: \(refusal.code)    "
      + "Message: \(refusal.message)    Data: {'AccessDeniedDetail':null,'Recommend':null,"
      + "'ecCode':null,'hostId':'localhost','requestId':'\(refusal.requestId)',"
      + "'statusCode':\(status)} "
    return failure(
      status: status, time: time, code: refusal.code, message: message,
      requestId: refusal.requestId)
  }

  /// What went wrong before the daemon was asked, or after it had answered.
  public static func failed(time: String, code: String, message: String) -> String {
    failure(status: 400, time: time, code: code, message: message, requestId: "")
  }

  private static func failure(
    status: Int, time: String, code: String, message: String, requestId: String
  ) -> String {
    let json: JSONValue = [
      "Code": "fail", "StatusCode": .integer(Int64(status)), "LogTime": .string(time),
      "ErrorMsg": .string(message), "ErrorCode": .string(code), "RequestId": .string(requestId),
    ]
    return json.text
  }
}
