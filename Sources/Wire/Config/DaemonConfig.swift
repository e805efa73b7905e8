public import Migration

/// What `ferryd.conf` says.
public struct DaemonConfig: Hashable, Sendable {
  /// How many runs may be under way at once.
  public let maxRunningJobs: Located<Int64>
  /// How many jobs there may be.
  public let maxJobs: Located<Int64>
  /// Space beside the state below which no run begins, in bytes; 0 for none.
  public let minFreeSpace: Located<Int64>
  /// The limits of all runs together, beside those of each job.
  public let throttle: Throttle
  /// The folders that addresses made by the API must lie in, each ending in `/`; empty for any.
  public let localRoots: [Located<String>]
  /// `error`, `warning`, `notice`, `info` or `debug`.
  public let logLevel: Located<String>
  /// The zone of schedules that name none; empty for the server's, not checked yet.
  public let timeZone: Located<String>

  /// The path of rclone; empty to look where programs are.
  public let rcloneProgram: Located<String>
  /// Where clients elsewhere are answered.
  public let listening: Located<ListenConfig>

  /// Who is told of each run that went well; nil for nobody.
  public let ping: Located<PingTarget?>
  /// Whether what needs a person is left as files for another program.
  public let events: Located<Bool>

  /// What jobs have that leave a key out.
  public let jobs: JobDefaults

  /// The words that `LogLevel=` takes.
  public static let logLevels = ["error", "warning", "notice", "info", "debug"]

  /// The defaults, as without any file.
  public init() {
    maxRunningJobs = Located(Self.usualRunningJobs)
    maxJobs = Located(Self.usualJobs)
    minFreeSpace = Located(Self.usualFreeSpace)
    throttle = .none
    logLevel = Located(Self.usualLogLevel)
    timeZone = Located("")
    rcloneProgram = Located("")
    listening = Located(ListenConfig())
    localRoots = []
    ping = Located(nil)
    events = Located(false)
    jobs = JobDefaults()
  }

  private static let usualRunningJobs: Int64 = 10
  private static let usualJobs: Int64 = 10_000
  private static let usualFreeSpace: Int64 = 64 << 20
  private static let usualLogLevel = "info"

  /// Reads the main file and its drop-ins; no file at all gives the defaults.
  ///
  /// - Throws: All mistakes with their places.
  public init(_ files: [UnitFile]) throws(ConfigErrors) {
    var reader = ConfigReader(files, by: .daemon)
    maxRunningJobs = reader.read("Daemon", "MaxRunningJobs", default: Self.usualRunningJobs) {
      text throws(ValueProblem) in try ConfigValue.whole(text, in: 1...1000)
    }
    maxJobs = reader.read("Daemon", "MaxJobs", default: Self.usualJobs) {
      text throws(ValueProblem) in
      try ConfigValue.whole(text, in: 1...1_000_000)
    }
    minFreeSpace = reader.read("Daemon", "MinFreeSpace", default: Self.usualFreeSpace) {
      text throws(ValueProblem) in try ConfigValue.size(text)
    }
    throttle = Throttle(
      bitsPerSecond: reader.bitsPerSecond(in: "Daemon", default: 0).value,
      objectsPerSecond: reader.objectsPerSecond(in: "Daemon", default: 0).value)
    logLevel = reader.read("Daemon", "LogLevel", default: Self.usualLogLevel) {
      text throws(ValueProblem) in
      try ConfigValue.word(text, of: Self.logLevels)
    }
    timeZone = reader.optional("Daemon", "TimeZone")
    rcloneProgram = reader.optional("Daemon", "RcloneProgram")
    if let source = rcloneProgram.source, LocalFile.problem(with: rcloneProgram.value) != nil {
      reader.refuse(
        "RcloneProgram= is no absolute path of a program, such as /usr/local/bin/rclone",
        at: source.place)
    }
    listening = reader.listening("Daemon")
    ping = reader.ping("Health")
    events = reader.read("Health", "Events", default: false, by: ConfigValue.flag)
    var jobs = JobDefaults()
    jobs.catchUp = reader.catchUp(default: jobs.catchUp).value
    jobs.catchUpWindow = reader.catchUpWindow(default: jobs.catchUpWindow).value
    jobs.overlap = reader.overlap(default: jobs.overlap).value
    jobs.jitter = reader.jitter(default: jobs.jitter).value
    jobs.minInterval = reader.minInterval(default: jobs.minInterval).value
    jobs.throttle = Throttle(
      bitsPerSecond: reader.bitsPerSecond(default: jobs.throttle.bitsPerSecond).value,
      objectsPerSecond: reader.objectsPerSecond(default: jobs.throttle.objectsPerSecond).value)
    jobs.windows = reader.windows(default: jobs.windows)
    jobs.retry = reader.retry(default: jobs.retry)
    jobs.history = reader.history(default: jobs.history)
    self.jobs = jobs
    var roots: [Located<String>] = []
    for root in reader.list("Daemon", "LocalRoots") {
      let folder = root.value.hasSuffix("/") ? root.value : root.value + "/"
      if LocalPath.problem(with: folder) != nil {
        reader.refuse(
          "LocalRoots= \(ConfigValue.shown(root.value)) is no absolute folder without '.' or '..'",
          at: root.source?.place)
      }
      roots.append(Located(folder, from: root.source))
    }
    localRoots = roots
    try reader.finish()
  }
}
