public import Migration

/// What a request for a new job says about its limits; nil says nothing, 0 is no limit.
///
/// On the wire `ImportQos`, as in answers and updates.
public struct ThrottleKnobs: Hashable, Sendable {
  /// Bits per second.
  public var bitsPerSecond: Int64?
  /// Objects per second.
  public var objectsPerSecond: Int64?

  /// Knobs that say nothing, or one or both limits.
  public init(bitsPerSecond: Int64? = nil, objectsPerSecond: Int64? = nil) {
    self.bitsPerSecond = bitsPerSecond
    self.objectsPerSecond = objectsPerSecond
  }

  /// The limits with what these say.
  public func turning(_ throttle: Throttle) -> Throttle {
    Throttle(
      bitsPerSecond: bitsPerSecond ?? throttle.bitsPerSecond,
      objectsPerSecond: objectsPerSecond ?? throttle.objectsPerSecond)
  }

  /// The fields that say something; nil if none does.
  var json: JSONValue? {
    var members: [JSONMember] = []
    if let bitsPerSecond { members.append(JSONMember("MaxBandWidth", .integer(bitsPerSecond))) }
    if let objectsPerSecond {
      members.append(JSONMember("MaxImportTaskQps", .integer(objectsPerSecond)))
    }
    return members.isEmpty ? nil : .object(members)
  }

  init(_ fields: JSONFields) throws(WireError) {
    bitsPerSecond = try fields.whole("MaxBandWidth", of: "bit/s")
    objectsPerSecond = try fields.whole("MaxImportTaskQps", of: "objects/s")
  }
}
