public import Calendar

/// A tunnel's record as the daemon tells it.
public struct TunnelView: WireShape {
  /// The ID.
  public var id: String
  /// When it was made.
  public var createTime: Instant?
  /// When it was last changed.
  public var modifyTime: Instant?
  /// `K1:V1,K2:V2`, or empty.
  public var tags: String
  /// Byte/s; 0 for no limit.
  public var bytesPerSecond: Int64
  /// Requests per second; 0 for no limit.
  public var requestsPerSecond: Int64

  /// The view with all its fields.
  public init(
    id: String, createTime: Instant? = nil, modifyTime: Instant? = nil, tags: String = "",
    bytesPerSecond: Int64 = 0, requestsPerSecond: Int64 = 0
  ) {
    self.id = id
    self.createTime = createTime
    self.modifyTime = modifyTime
    self.tags = tags
    self.bytesPerSecond = bytesPerSecond
    self.requestsPerSecond = requestsPerSecond
  }

  /// The fields in the documented order.
  public var json: JSONValue {
    [
      "TunnelId": .string(id),
      "CreateTime": .string(ISOTime.text(createTime)),
      "ModifyTime": .string(ISOTime.text(modifyTime)),
      "Tags": .string(tags),
      "TunnelQos": [
        "MaxBandwidth": .integer(bytesPerSecond), "MaxQps": .integer(requestsPerSecond),
      ],
    ]
  }

  /// Reads the view as the daemon tells it.
  public init(json: JSONValue) throws(WireError) {
    let fields = try JSONFields(json)
    id = try fields.text("TunnelId")
    createTime = try fields.instant("CreateTime")
    modifyTime = try fields.instant("ModifyTime")
    tags = try fields.text("Tags")
    let limits = try fields.fields("TunnelQos")
    bytesPerSecond = try limits?.integer("MaxBandwidth") ?? 0
    requestsPerSecond = try limits?.integer("MaxQps") ?? 0
  }
}
