/// The daemon's answer to a request that it refuses.
public struct RefusalView: WireShape {
  /// The code, such as `NoSuchImportJob`.
  public var code: String
  /// What was wrong and what to do.
  public var message: String
  /// 24 upper-case hexadecimal digits that the daemon's log holds too.
  public var requestId: String

  /// The view with all its fields.
  public init(
    code: String, message: String = "", requestId: String = ""
  ) {
    self.code = code
    self.message = message
    self.requestId = requestId
  }

  /// The fields in the documented order.
  public var json: JSONValue {
    [
      "Code": .string(code),
      "Message": .string(message),
      "RequestId": .string(requestId),
    ]
  }

  /// Reads the view as the daemon tells it.
  public init(json: JSONValue) throws(WireError) {
    let fields = try JSONFields(json)
    code = try fields.text("Code")
    message = try fields.text("Message")
    requestId = try fields.text("RequestId")
  }
}
