public import Calendar

/// An address as the daemon tells it.
public struct AddressView: WireShape {
  /// The name.
  public var name: String
  /// The immutable ID, a UUID.
  public var version: String
  /// Who made it.
  public var owner: String
  /// When it was made.
  public var createTime: Instant?
  /// When it was last changed.
  public var modifyTime: Instant?
  /// When it was last verified, nil if never.
  public var verifyTime: Instant?
  /// `K1:V1,K2:V2`, or empty.
  public var tags: String
  /// `notVerify`, `available`, `unavailable`, or empty while it is being verified.
  public var status: String
  /// What the last verification found.
  public var verifyResult: VerifyResult
  /// Where it is.
  public var detail: AddressShape
  /// `api`, or `file:` and the path that defines it.
  public var origin: String

  /// The view with all its fields.
  public init(
    name: String, version: String = "", owner: String = "", createTime: Instant? = nil,
    modifyTime: Instant? = nil, verifyTime: Instant? = nil, tags: String = "",
    status: String = "", verifyResult: VerifyResult = VerifyResult(httpCode: "-1"),
    detail: AddressShape = AddressShape(type: "local", prefix: ""), origin: String = ""
  ) {
    self.name = name
    self.version = version
    self.owner = owner
    self.createTime = createTime
    self.modifyTime = modifyTime
    self.verifyTime = verifyTime
    self.tags = tags
    self.status = status
    self.verifyResult = verifyResult
    self.detail = detail
    self.origin = origin
  }

  /// The fields in the documented order.
  public var json: JSONValue {
    [
      "Name": .string(name),
      "Version": .string(version),
      "Owner": .string(owner),
      "CreateTime": .string(ISOTime.text(createTime)),
      "ModifyTime": .string(ISOTime.text(modifyTime)),
      "VerifyTime": .string(ISOTime.text(verifyTime)),
      "Tags": .string(tags),
      "Status": .string(status),
      "VerifyResult": verifyResult.json,
      "AddressDetail": detail.json,
      "Origin": .string(origin),
    ]
  }

  /// Reads the view as the daemon tells it.
  public init(json: JSONValue) throws(WireError) {
    let fields = try JSONFields(json)
    name = try fields.text("Name")
    version = try fields.text("Version")
    owner = try fields.text("Owner")
    createTime = try fields.instant("CreateTime")
    modifyTime = try fields.instant("ModifyTime")
    verifyTime = try fields.instant("VerifyTime")
    tags = try fields.text("Tags")
    status = try fields.text("Status")
    verifyResult = try VerifyResult(json: fields.value("VerifyResult") ?? .object([]))
    detail = try AddressShape(json: fields.value("AddressDetail") ?? .object([]))
    origin = try fields.text("Origin")
  }
}
