public import Calendar

/// An agent's record as the daemon tells it.
public struct AgentView: WireShape {
  /// The name.
  public var name: String
  /// The immutable ID, a UUID.
  public var version: String
  /// When it was made.
  public var createTime: Instant?
  /// When it was last changed.
  public var modifyTime: Instant?
  /// The tunnel that it is to use.
  public var tunnelID: String
  /// `public` or `vpc`.
  public var endpoint: String
  /// `default`.
  public var deployMethod: String
  /// `K1:V1,K2:V2`, or empty.
  public var tags: String

  /// The view with all its fields.
  public init(
    name: String, version: String = "", createTime: Instant? = nil, modifyTime: Instant? = nil,
    tunnelID: String = "", endpoint: String = "", deployMethod: String = "", tags: String = ""
  ) {
    self.name = name
    self.version = version
    self.createTime = createTime
    self.modifyTime = modifyTime
    self.tunnelID = tunnelID
    self.endpoint = endpoint
    self.deployMethod = deployMethod
    self.tags = tags
  }

  /// The fields in the documented order; no activation key, for there is no program to activate.
  public var json: JSONValue {
    [
      "Name": .string(name),
      "Version": .string(version),
      "CreateTime": .string(ISOTime.text(createTime)),
      "ModifyTime": .string(ISOTime.text(modifyTime)),
      "TunnelId": .string(tunnelID),
      "AgentEndpoint": .string(endpoint),
      "DeployMethod": .string(deployMethod),
      "Tags": .string(tags),
      "ActivationKey": "",
    ]
  }

  /// Reads the view as the daemon tells it.
  public init(json: JSONValue) throws(WireError) {
    let fields = try JSONFields(json)
    name = try fields.text("Name")
    version = try fields.text("Version")
    createTime = try fields.instant("CreateTime")
    modifyTime = try fields.instant("ModifyTime")
    tunnelID = try fields.text("TunnelId")
    endpoint = try fields.text("AgentEndpoint")
    deployMethod = try fields.text("DeployMethod")
    tags = try fields.text("Tags")
  }
}
