public import Migration

/// A change of a job: its state, its limits, whether its schedule is in force, or its definition.
public enum JobUpdate: Hashable, Sendable {
  /// Start it, or go on with a paused run (`IMPORT_JOB_LAUNCHING`).
  case start
  /// Pause its run (`IMPORT_JOB_SUSPEND`).
  case pause
  /// End its run early (`IMPORT_JOB_CLOSING`).
  case close
  /// Change limits; nil leaves a limit as it is, 0 removes it.
  ///
  /// From then on they hold at all times of day, unless the job's windows are kept in force.
  case throttle(bitsPerSecond: Int64?, objectsPerSecond: Int64?, keepsWindows: Bool = false)
  /// Put its schedule in force, or let it rest; the note tells why.
  case enabled(Bool, note: String)
  /// Change what it is to do, or when.
  case definition(JobChanges)

  /// The request's body.
  public var json: JSONValue {
    switch self {
    case .start: return ["Status": "IMPORT_JOB_LAUNCHING"]
    case .pause: return ["Status": "IMPORT_JOB_SUSPEND"]
    case .close: return ["Status": "IMPORT_JOB_CLOSING"]
    case .throttle(let bits, let objects, let keepsWindows):
      var members: [JSONMember] = []
      if let bits { members.append(JSONMember("MaxBandWidth", .integer(bits))) }
      if let objects { members.append(JSONMember("MaxImportTaskQps", .integer(objects))) }
      if keepsWindows { members.append(JSONMember("KeepWindows", true)) }
      return ["ImportQos": .object(members)]
    case .enabled(let isEnabled, let note):
      return ["Enabled": .bool(isEnabled), "Note": .string(note)]
    case .definition(let changes): return changes.json
    }
  }

  /// Reads and checks a request's body.
  ///
  /// - Throws: `InvalidArgument` for none or more than one kind of change, or limits that say
  ///   nothing; `InvalidImportJobStatus` for a state that cannot be set.
  public init(json: JSONValue) throws(Refusal) {
    let wishes: [JobUpdate]
    let status: String?
    do {
      let fields = try JSONFields(
        json, known: ["Status", "ImportQos", "Enabled", "Note"] + JobChanges.names)
      status = try fields.string("Status")
      wishes = try Self.wishes(fields)
    } catch {
      throw error.refusal
    }
    let kinds = wishes.count + (status == nil ? 0 : 1)
    guard kinds == 1 else {
      let said = kinds == 0 ? "nothing is there" : "not more than one"
      throw Refusal(
        .invalidArgument,
        "give either Status, ImportQos, Enabled, or fields of the definition; \(said)")
    }
    guard let status else {
      self = wishes[0]
      return
    }
    guard let update = Self.byStatus[status] else {
      throw Refusal(
        .invalidJobStatus,
        "Status: '\(status.prefix(60))' cannot be set; allowed: IMPORT_JOB_LAUNCHING (start), "
          + "IMPORT_JOB_SUSPEND (pause), IMPORT_JOB_CLOSING (close)")
    }
    self = update
  }

  /// The kinds of change beside the state that a body asks for.
  private static func wishes(_ fields: JSONFields) throws(WireError) -> [JobUpdate] {
    var wishes: [JobUpdate] = []
    if let limits = try fields.fields("ImportQos", known: Throttle.wireNames + ["KeepWindows"]) {
      wishes.append(try Self.limits(limits))
    }
    let note = try fields.string("Note")
    if let note, note.utf8.count > noteLimit {
      throw WireError(.invalid, at: "Note", "longer than \(noteLimit) bytes")
    }
    if let isEnabled = try fields.flag("Enabled") {
      wishes.append(.enabled(isEnabled, note: note ?? ""))
    } else if note != nil {
      throw WireError(.missing, at: "Enabled", "has to be given with Note")
    }
    let changes = try JobChanges(fields)
    if changes != JobChanges() { wishes.append(.definition(changes)) }
    return wishes
  }

  /// The longest note, in bytes.
  static let noteLimit = 1024

  private static func limits(_ fields: JSONFields) throws(WireError) -> JobUpdate {
    let bits = try fields.whole("MaxBandWidth", of: "bit/s")
    let objects = try fields.whole("MaxImportTaskQps", of: "objects/s")
    let keepsWindows = try fields.flag("KeepWindows") ?? false
    guard bits != nil || objects != nil || keepsWindows else {
      throw WireError(.missing, at: "ImportQos", "holds no limit")
    }
    return .throttle(
      bitsPerSecond: bits, objectsPerSecond: objects, keepsWindows: keepsWindows)
  }

  /// `IMPORT_JOB_CLOSIING` is how the service's own documentation once spells it.
  private static let byStatus: [String: JobUpdate] = [
    "IMPORT_JOB_LAUNCHING": .start, "IMPORT_JOB_SUSPEND": .pause, "IMPORT_JOB_CLOSING": .close,
    "IMPORT_JOB_CLOSIING": .close,
  ]
}
