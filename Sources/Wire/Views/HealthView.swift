/// Whether the daemon does what it is there for: what a monitoring system asks.
public struct HealthView: WireShape {
  /// The daemon's version.
  public var version: String
  /// How many jobs there are, sub-jobs not counted.
  public var jobs: Int64
  /// How many runs are under way.
  public var running: Int64
  /// How many starts wait for their turn.
  public var waiting: Int64
  /// What keeps the daemon itself from its work, a sentence each.
  public var troubles: [String]
  /// The jobs that somebody has to look after, interrupted ones included.
  public var attention: [AttentionView]
  /// The jobs whose newest run left objects that still fail.
  public var failing: [FailingView]
  /// Starts that should have been acted on and were not.
  public var overdue: [UpcomingView]
  /// The scheduled jobs whose last success is older than was asked; `utc` nil for never.
  public var stale: [UpcomingView]
  /// The next start of all jobs, nil if none will come.
  public var nextStart: UpcomingView?

  /// The view with all its fields.
  public init(
    version: String, jobs: Int64 = 0, running: Int64 = 0, waiting: Int64 = 0,
    troubles: [String] = [], attention: [AttentionView] = [], failing: [FailingView] = [],
    overdue: [UpcomingView] = [], stale: [UpcomingView] = [], nextStart: UpcomingView? = nil
  ) {
    self.version = version
    self.jobs = jobs
    self.running = running
    self.waiting = waiting
    self.troubles = troubles
    self.attention = attention
    self.failing = failing
    self.overdue = overdue
    self.stale = stale
    self.nextStart = nextStart
  }

  /// The fields in the documented order.
  public var json: JSONValue {
    [
      "Version": .string(version),
      "Jobs": .integer(jobs),
      "Running": .integer(running),
      "Waiting": .integer(waiting),
      "Troubles": .array(troubles.map { .string($0) }),
      "Attention": .array(attention.map(\.json)),
      "Failing": .array(failing.map(\.json)),
      "Overdue": .array(overdue.map(\.json)),
      "Stale": .array(stale.map(\.json)),
      "NextStart": nextStart?.json ?? .null,
    ]
  }

  /// Reads the view as the daemon tells it.
  public init(json: JSONValue) throws(WireError) {
    let fields = try JSONFields(json)
    version = try fields.text("Version")
    jobs = try fields.integer("Jobs")
    running = try fields.integer("Running")
    waiting = try fields.integer("Waiting")
    troubles = try fields.strings("Troubles")
    attention = try fields.shapes("Attention", of: AttentionView.self)
    failing = try fields.shapes("Failing", of: FailingView.self)
    overdue = try fields.shapes("Overdue", of: UpcomingView.self)
    stale = try fields.shapes("Stale", of: UpcomingView.self)
    nextStart = try fields.value("NextStart").map(UpcomingView.init(json:))
  }
}
