public import Calendar
public import Migration

/// A job as the daemon tells it: the fields of GetJob, then ferry's own.
public struct JobView: WireShape {
  /// The name.
  public var name: String
  /// The immutable ID, a UUID.
  public var version: String
  /// Who made it.
  public var owner: String
  /// The name of the address that is read.
  public var source: String
  /// The name of the address that is written.
  public var destination: String
  /// One of `IMPORT_JOB_*`.
  public var status: String
  /// When it was made.
  public var createTime: Instant?
  /// When it was last changed.
  public var modifyTime: Instant?
  /// `always` or `never`.
  public var overwriteMode: String
  /// `all`, `lastmodified`, `changed`, `crc64`, or empty with `never`.
  public var transferMode: String
  /// How objects are copied.
  public var copying: CopyKnobs
  /// Whether a report is written; false in this version.
  public var createsReport: Bool
  /// The parent job's name, empty for a root job.
  public var parentName: String
  /// The parent job's ID, empty for a root job.
  public var parentVersion: String
  /// `K1:V1,K2:V2`, or empty.
  public var tags: String
  /// Limits, outside of all windows.
  public var throttle: Throttle
  /// Limits by the time of day.
  public var windows = ThrottleWindows.none
  /// Whether `throttle` was set by hand and holds over the windows.
  public var throttleIsByHand = false
  /// The limits at this time of day; nil if there are no windows.
  public var limits: Throttle?
  /// Which objects of its runs are told to the log: `off`, `basic` or `detail`.
  public var logMode: String
  /// When it starts and pauses by itself.
  public var schedule: ScheduleShape
  /// What is left out.
  public var filter: FilterKnobs
  /// `api`, or `file:` and the path that defines it.
  public var origin: String
  /// The zone of the schedule, such as `Europe/Berlin`.
  public var timeZone: String
  /// Whether the schedule is awake.
  public var enabled: Bool
  /// When the schedule starts it next, nil for never.
  public var nextStart: Instant?
  /// What somebody has to look after, or empty.
  public var attention: String
  /// The number of the newest run, empty before the first.
  public var runtimeId: String
  /// Runs that the schedule has opened so far.
  public var scheduleSpent: Int64
  /// How long a run may be under way, such as `8h`; empty for any time.
  public var maxRunTime: String
  /// What was said when the schedule was last disabled or enabled.
  public var note: String
  /// The slot that waits for the end of the run, nil for none.
  public var queued: Instant?
  /// How its failures are retried.
  public var retry = RetryKnobs()
  /// How long its history is kept.
  public var history = HistoryKnobs()
  /// Where it stands in its family; nil for a root job.
  public var lineage: LineageView?
  /// Objects that failed in its newest run; nil if that is not told.
  public var failedCount: Int64?
  /// Objects of that run that still fail after all retries; nil if that is not known.
  public var stillFailing: Int64?
  /// The sub-jobs below it, the oldest first; told of one job, not in a list.
  public var subJobs: [FamilyMember]?
  /// What became of its slots, nil in a list.
  public var slots: SlotCounts?
  /// How far its run is, nil if none goes on.
  public var progress: RunningView?

  /// The view with all its fields.
  public init(
    name: String, version: String = "", owner: String = "", source: String = "",
    destination: String = "", status: String = "", createTime: Instant? = nil,
    modifyTime: Instant? = nil, overwriteMode: String = "", transferMode: String = "",
    copying: CopyKnobs = CopyKnobs(CopyRule()), createsReport: Bool = false,
    parentName: String = "", parentVersion: String = "", tags: String = "",
    throttle: Throttle = .none, logMode: String = "off",
    schedule: ScheduleShape = ScheduleShape(), filter: FilterKnobs = FilterKnobs(ObjectFilter()),
    origin: String = "", timeZone: String = "", enabled: Bool = false, nextStart: Instant? = nil,
    attention: String = "", runtimeId: String = "", scheduleSpent: Int64 = 0,
    maxRunTime: String = "", note: String = "", queued: Instant? = nil, slots: SlotCounts? = nil
  ) {
    self.name = name
    self.version = version
    self.owner = owner
    self.source = source
    self.destination = destination
    self.status = status
    self.createTime = createTime
    self.modifyTime = modifyTime
    self.overwriteMode = overwriteMode
    self.transferMode = transferMode
    self.copying = copying
    self.createsReport = createsReport
    self.parentName = parentName
    self.parentVersion = parentVersion
    self.tags = tags
    self.throttle = throttle
    self.logMode = logMode
    self.schedule = schedule
    self.filter = filter
    self.origin = origin
    self.timeZone = timeZone
    self.enabled = enabled
    self.nextStart = nextStart
    self.attention = attention
    self.runtimeId = runtimeId
    self.scheduleSpent = scheduleSpent
    self.maxRunTime = maxRunTime
    self.note = note
    self.queued = queued
    self.slots = slots
  }

  /// The fields in the documented order.
  public var json: JSONValue {
    let fields: JSONValue = [
      "Name": .string(name),
      "Version": .string(version),
      "Owner": .string(owner),
      "SrcAddress": .string(source),
      "DestAddress": .string(destination),
      "Status": .string(status),
      "CreateTime": .string(ISOTime.text(createTime)),
      "ModifyTime": .string(ISOTime.text(modifyTime)),
      "OverwriteMode": .string(overwriteMode),
      "TransferMode": .string(transferMode),
      "WithLastModifyTime": .bool(copying.keepsModified ?? false),
      "CreateReport": .bool(createsReport),
      "ConvertSymlinkTarget": .bool(copying.convertsLinks ?? false),
      "TargetStorageClass": .string(copying.storageClass?.text ?? ""),
      "WithStorageClass": .bool(copying.keepsStorageClass ?? false),
      "ParentName": .string(parentName),
      "ParentVersion": .string(parentVersion),
      "Tags": .string(tags),
      "ImportQos": throttle.json,
      "Audit": ["LogMode": .string(logMode)],
      "ScheduleRule": schedule.json,
      "FilterRule": filter.json ?? .object([]),
      "Origin": .string(origin),
      "TimeZone": .string(timeZone),
      "Enabled": .bool(enabled),
      "NextStart": .string(ISOTime.text(nextStart)),
      "Attention": .string(attention),
      "RuntimeId": .string(runtimeId),
      "ScheduleSpent": .integer(scheduleSpent),
      "MaxRunTime": .string(maxRunTime),
      "Note": .string(note),
      "QueuedSlot": .string(ISOTime.text(queued)),
    ]
    guard case .object(var members) = fields else { return fields }
    members += copying.ownMembers
    if !windows.isEmpty {
      members.append(JSONMember(ThrottleWindows.wireName, windows.json))
      members.append(JSONMember("ThrottleByHand", .bool(throttleIsByHand)))
    }
    if let limits { members.append(JSONMember("ThrottleNow", limits.json)) }
    if let retry = retry.json { members.append(JSONMember("Retry", retry)) }
    if let history = history.json { members.append(JSONMember("History", history)) }
    if let lineage { members += lineage.members }
    if let failedCount { members.append(JSONMember("FailedCount", .integer(failedCount))) }
    if let stillFailing { members.append(JSONMember("StillFailing", .integer(stillFailing))) }
    if let subJobs { members.append(JSONMember("SubJobs", .array(subJobs.map(\.json)))) }
    if let slots { members.append(JSONMember("Slots", slots.json)) }
    if let progress { members.append(JSONMember("Progress", progress.json)) }
    return .object(members)
  }

  /// Reads the view as the daemon tells it.
  public init(json: JSONValue) throws(WireError) {
    let fields = try JSONFields(json)
    name = try fields.text("Name")
    version = try fields.text("Version")
    owner = try fields.text("Owner")
    source = try fields.text("SrcAddress")
    destination = try fields.text("DestAddress")
    status = try fields.text("Status")
    createTime = try fields.instant("CreateTime")
    modifyTime = try fields.instant("ModifyTime")
    overwriteMode = try fields.text("OverwriteMode")
    transferMode = try fields.text("TransferMode")
    copying = try CopyKnobs(fields)
    createsReport = try fields.flag("CreateReport") ?? false
    parentName = try fields.text("ParentName")
    parentVersion = try fields.text("ParentVersion")
    tags = try fields.text("Tags")
    throttle = try Throttle(fields.fields("ImportQos"))
    windows = try ThrottleWindows.read(fields) ?? .none
    throttleIsByHand = try fields.flag("ThrottleByHand") ?? false
    limits = try fields.fields("ThrottleNow").map { fields throws(WireError) in
      try Throttle(fields)
    }
    logMode = try fields.fields("Audit")?.text("LogMode") ?? "off"
    schedule = try ScheduleShape(json: fields.value("ScheduleRule") ?? .object([]))
    filter =
      try fields.fields("FilterRule").map { (rule) throws(WireError) in
        try FilterKnobs(rule, isRequest: false)
      } ?? FilterKnobs()
    origin = try fields.text("Origin")
    timeZone = try fields.text("TimeZone")
    enabled = try fields.flag("Enabled") ?? false
    nextStart = try fields.instant("NextStart")
    attention = try fields.text("Attention")
    runtimeId = try fields.text("RuntimeId")
    scheduleSpent = try fields.integer("ScheduleSpent")
    maxRunTime = try fields.text("MaxRunTime")
    note = try fields.text("Note")
    queued = try fields.instant("QueuedSlot")
    if let knobs = try fields.fields("Retry") { retry = try RetryKnobs(knobs) }
    if let knobs = try fields.fields("History") { history = try HistoryKnobs(knobs) }
    lineage = try LineageView(fields)
    failedCount = try fields.whole("FailedCount", of: "objects")
    stillFailing = try fields.whole("StillFailing", of: "objects")
    if fields.value("SubJobs") != nil {
      subJobs = try fields.shapes("SubJobs", of: FamilyMember.self)
    }
    slots = try fields.fields("Slots").map { fields throws(WireError) in try SlotCounts(fields) }
    progress = try fields.value("Progress").map { json throws(WireError) in
      try RunningView(json: json)
    }
  }
}
