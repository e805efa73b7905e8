public import Migration

/// The wish for a new tunnel's record, or for a change of one; nil says nothing.
public struct TunnelRequest: Hashable, Sendable {
  /// `K1:V1,K2:V2`.
  public var tags: String?
  /// Byte/s; 0 for no limit.
  public var bytesPerSecond: Int64?
  /// Requests per second; 0 for no limit.
  public var requestsPerSecond: Int64?

  /// A wish that says nothing.
  public init() {}

  /// The least limit that a tunnel takes, in byte/s.
  public static let leastBandwidth: Int64 = 10_485_760

  /// The request's body.
  public var json: JSONValue {
    var limits: [JSONMember] = []
    if let bytesPerSecond { limits.append(JSONMember("MaxBandwidth", .integer(bytesPerSecond))) }
    if let requestsPerSecond { limits.append(JSONMember("MaxQps", .integer(requestsPerSecond))) }
    var members: [JSONMember] = []
    if let tags { members.append(JSONMember("Tags", .string(tags))) }
    if !limits.isEmpty { members.append(JSONMember("TunnelQos", .object(limits))) }
    return .object(members)
  }

  /// Reads and checks a request's body.
  ///
  /// - Throws: `InvalidArgument` with the path of the field.
  public init(json: JSONValue) throws(Refusal) {
    do throws(WireError) {
      let fields = try JSONFields(json, known: ["Tags", "TunnelQos"])
      if try fields.string("Tags") != nil { tags = try fields.tags() }
      guard let limits = try fields.fields("TunnelQos", known: ["MaxBandwidth", "MaxQps"]) else {
        return
      }
      bytesPerSecond = try limits.whole("MaxBandwidth", of: "byte/s")
      requestsPerSecond = try limits.whole("MaxQps", of: "requests/s")
      if let bytesPerSecond, (1..<Self.leastBandwidth).contains(bytesPerSecond) {
        throw WireError(
          .invalid, at: limits.place("MaxBandwidth"),
          "\(bytesPerSecond) byte/s is less than a tunnel takes: \(Self.leastBandwidth), or 0 for "
            + "no limit")
      }
    } catch {
      throw error.refusal
    }
  }
}
