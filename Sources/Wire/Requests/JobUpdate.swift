public import Migration

/// A change of a job: its state or its limits, never both at once.
public enum JobUpdate: Hashable, Sendable {
  /// Start it, or go on with a paused run (`IMPORT_JOB_LAUNCHING`).
  case start
  /// Pause its run (`IMPORT_JOB_SUSPEND`).
  case pause
  /// End its run early (`IMPORT_JOB_CLOSING`).
  case close
  /// Change limits; nil leaves a limit as it is, 0 removes it.
  case throttle(bitsPerSecond: Int64?, objectsPerSecond: Int64?)

  /// The request's body.
  public var json: JSONValue {
    switch self {
    case .start: return ["Status": "IMPORT_JOB_LAUNCHING"]
    case .pause: return ["Status": "IMPORT_JOB_SUSPEND"]
    case .close: return ["Status": "IMPORT_JOB_CLOSING"]
    case .throttle(let bits, let objects):
      var members: [JSONMember] = []
      if let bits { members.append(JSONMember("MaxBandWidth", .integer(bits))) }
      if let objects { members.append(JSONMember("MaxImportTaskQps", .integer(objects))) }
      return ["ImportQos": .object(members)]
    }
  }

  /// Reads and checks a request's body.
  ///
  /// - Throws: `InvalidArgument` for both or neither of state and limits, or limits that say
  ///   nothing; `InvalidImportJobStatus` for a state that cannot be set.
  public init(json: JSONValue) throws(Refusal) {
    let status: String?
    let limits: JobUpdate?
    do {
      let fields = try JSONFields(json, known: ["Status", "ImportQos"])
      status = try fields.string("Status")
      limits = try fields.fields("ImportQos", known: Throttle.wireNames).map(Self.limits)
    } catch {
      throw error.refusal
    }
    switch (status, limits) {
    case (let status?, nil):
      guard let update = Self.byStatus[status] else {
        throw Refusal(
          .invalidJobStatus,
          "Status: '\(status.prefix(60))' cannot be set; allowed: IMPORT_JOB_LAUNCHING (start), "
            + "IMPORT_JOB_SUSPEND (pause), IMPORT_JOB_CLOSING (close)")
      }
      self = update
    case (nil, let limits?):
      self = limits
    case (nil, nil):
      throw Refusal(.invalidArgument, "give either Status or ImportQos; neither is there")
    case (_?, _?):
      throw Refusal(.invalidArgument, "give either Status or ImportQos, not both")
    }
  }

  private static func limits(_ fields: JSONFields) throws(WireError) -> JobUpdate {
    let bits = try fields.whole("MaxBandWidth", of: "bit/s")
    let objects = try fields.whole("MaxImportTaskQps", of: "objects/s")
    guard bits != nil || objects != nil else {
      throw WireError(.missing, at: "ImportQos", "holds no limit")
    }
    return .throttle(bitsPerSecond: bits, objectsPerSecond: objects)
  }

  /// `IMPORT_JOB_CLOSIING` is how the service's own documentation once spells it.
  private static let byStatus: [String: JobUpdate] = [
    "IMPORT_JOB_LAUNCHING": .start, "IMPORT_JOB_SUSPEND": .pause, "IMPORT_JOB_CLOSING": .close,
    "IMPORT_JOB_CLOSIING": .close,
  ]
}
