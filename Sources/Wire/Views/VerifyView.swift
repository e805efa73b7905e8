public import Calendar

/// What a verification of an address found.
public struct VerifyView: WireShape {
  /// `available` or `unavailable`.
  public var status: String
  /// When it was verified.
  public var verifyTime: Instant?
  /// A code, empty if the address is available.
  public var errorCode: String
  /// What is wrong and what to do, empty if the address is available.
  public var errorMessage: String

  /// The view with all its fields.
  public init(
    status: String, verifyTime: Instant? = nil, errorCode: String = "", errorMessage: String = ""
  ) {
    self.status = status
    self.verifyTime = verifyTime
    self.errorCode = errorCode
    self.errorMessage = errorMessage
  }

  /// The fields in the documented order.
  public var json: JSONValue {
    [
      "Status": .string(status),
      "VerifyTime": .string(ISOTime.text(verifyTime)),
      "ErrorCode": .string(errorCode),
      "ErrorMessage": .string(errorMessage),
    ]
  }

  /// Reads the view as the daemon tells it.
  public init(json: JSONValue) throws(WireError) {
    let fields = try JSONFields(json)
    status = try fields.text("Status")
    verifyTime = try fields.instant("VerifyTime")
    errorCode = try fields.text("ErrorCode")
    errorMessage = try fields.text("ErrorMessage")
  }
}
