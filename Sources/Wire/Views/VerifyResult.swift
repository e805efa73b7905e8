/// What the last verification of an address found (`VerifyResult` on the wire).
public struct VerifyResult: WireShape {
  /// A status in HTTP's numbers; `-1` before the first verification.
  public var httpCode: String
  /// A code, empty if the address is available.
  public var errorCode: String
  /// What is wrong and what to do, empty if the address is available.
  public var errorMessage: String

  /// The view with all its fields.
  public init(
    httpCode: String, errorCode: String = "", errorMessage: String = ""
  ) {
    self.httpCode = httpCode
    self.errorCode = errorCode
    self.errorMessage = errorMessage
  }

  /// The fields in the documented order.
  public var json: JSONValue {
    [
      "HttpCode": .string(httpCode),
      "ErrorCode": .string(errorCode),
      "ErrorMsg": .string(errorMessage),
    ]
  }

  /// Reads the view as the daemon tells it.
  public init(json: JSONValue) throws(WireError) {
    let fields = try JSONFields(json)
    httpCode = try fields.text("HttpCode")
    errorCode = try fields.text("ErrorCode")
    errorMessage = try fields.text("ErrorMsg")
  }
}
