public import Calendar
public import Migration

/// How the daemon is.
public struct StatusView: WireShape {
  /// The daemon's version.
  public var version: String
  /// When it was started.
  public var startTime: Instant?
  /// `running` or `stopping`.
  public var state: String
  /// Its process.
  public var pid: Int64
  /// How many addresses there are.
  public var addresses: Int64
  /// How many jobs there are.
  public var jobs: Int64
  /// The runs that are under way.
  public var running: [RunningView]
  /// How many starts wait for their turn.
  public var waiting: Int64
  /// The jobs that somebody has to look after.
  public var attention: [AttentionView]
  /// The next start of all jobs, nil if none will come.
  public var nextStart: UpcomingView?
  /// What became of the slots of all jobs that there are.
  public var slots: SlotCounts

  /// The view with all its fields.
  public init(
    version: String, startTime: Instant? = nil, state: String = "", pid: Int64 = 0,
    addresses: Int64 = 0, jobs: Int64 = 0, running: [RunningView] = [], waiting: Int64 = 0,
    attention: [AttentionView] = [], nextStart: UpcomingView? = nil,
    slots: SlotCounts = SlotCounts()
  ) {
    self.version = version
    self.startTime = startTime
    self.state = state
    self.pid = pid
    self.addresses = addresses
    self.jobs = jobs
    self.running = running
    self.waiting = waiting
    self.attention = attention
    self.nextStart = nextStart
    self.slots = slots
  }

  /// The fields in the documented order.
  public var json: JSONValue {
    [
      "Version": .string(version),
      "StartTime": .string(ISOTime.text(startTime)),
      "State": .string(state),
      "Pid": .integer(pid),
      "Addresses": .integer(addresses),
      "Jobs": .integer(jobs),
      "Running": .array(running.map(\.json)),
      "Waiting": .integer(waiting),
      "Attention": .array(attention.map(\.json)),
      "NextStart": nextStart?.json ?? .null,
      "Slots": slots.json,
    ]
  }

  /// Reads the view as the daemon tells it.
  public init(json: JSONValue) throws(WireError) {
    let fields = try JSONFields(json)
    version = try fields.text("Version")
    startTime = try fields.instant("StartTime")
    state = try fields.text("State")
    pid = try fields.integer("Pid")
    addresses = try fields.integer("Addresses")
    jobs = try fields.integer("Jobs")
    running = try fields.shapes("Running", of: RunningView.self)
    waiting = try fields.integer("Waiting")
    attention = try fields.shapes("Attention", of: AttentionView.self)
    nextStart = try fields.value("NextStart").map(UpcomingView.init(json:))
    let slots = try fields.fields("Slots")
    self.slots =
      try slots.map { fields throws(WireError) in try SlotCounts(fields) } ?? SlotCounts()
  }
}
