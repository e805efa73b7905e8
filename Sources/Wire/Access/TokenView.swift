public import Calendar

/// A token as the daemon tells it; the token itself only once, when it is made.
public struct TokenView: WireShape {
  /// The name.
  public var name: String
  /// The word for what its holder may do.
  public var role: String
  /// When it was made.
  public var createTime: Instant?
  /// From when on it holds no more; nil for never.
  public var expireTime: Instant?
  /// Whether that has come.
  public var isExpired: Bool
  /// Who made it.
  public var createdBy: String
  /// The token; empty but in the answer to its making.
  public var token: String

  /// The view with all its fields.
  public init(
    name: String, role: String = "", createTime: Instant? = nil, expireTime: Instant? = nil,
    isExpired: Bool = false, createdBy: String = "", token: String = ""
  ) {
    self.name = name
    self.role = role
    self.createTime = createTime
    self.expireTime = expireTime
    self.isExpired = isExpired
    self.createdBy = createdBy
    self.token = token
  }

  /// The fields in the documented order.
  public var json: JSONValue {
    let members = [
      JSONMember("Name", .string(name)), JSONMember("Role", .string(role)),
      JSONMember("CreateTime", .string(ISOTime.text(createTime))),
      JSONMember("ExpireTime", .string(ISOTime.text(expireTime))),
      JSONMember("Expired", .bool(isExpired)), JSONMember("CreatedBy", .string(createdBy)),
    ]
    return .object(members + (token.isEmpty ? [] : [JSONMember("Token", .string(token))]))
  }

  /// Reads the view as the daemon tells it.
  public init(json: JSONValue) throws(WireError) {
    let fields = try JSONFields(json)
    name = try fields.text("Name")
    role = try fields.text("Role")
    createTime = try fields.instant("CreateTime")
    expireTime = try fields.instant("ExpireTime")
    isExpired = try fields.flag("Expired") ?? false
    createdBy = try fields.text("CreatedBy")
    token = try fields.text("Token")
  }
}
