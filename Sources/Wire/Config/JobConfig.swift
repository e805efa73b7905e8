public import Migration

/// What a file `NAME.job` says.
public struct JobConfig: Hashable, Sendable {
  /// The name, from the file's.
  public let name: String
  /// The name of the address that is read; whether it exists is not checked yet.
  public let source: Located<String>
  /// The name of the address that is written; whether it exists is not checked yet.
  public let destination: Located<String>
  /// What happens to what is there already.
  public let overwrite: Located<OverwriteRule>
  /// Whether the schedule is awake.
  public let enabled: Located<Bool>
  /// The start rule, empty for none; not parsed yet.
  public let start: Located<String>
  /// The suspend rule, empty for none; not parsed yet.
  public let suspend: Located<String>
  /// Runs that the schedule opens, nil for no limit.
  public let maxScheduleCount: Located<Int64?>
  /// The zone of the schedule, empty for the daemon's; not checked yet.
  public let timeZone: Located<String>
  /// What happens to start slots that were missed.
  public let catchUp: Located<ScheduleRule.CatchUp>
  /// How old a missed slot may be to be made up for.
  public let catchUpWindow: Located<Duration>
  /// What happens to a slot that comes while the job runs.
  public let overlap: Located<ScheduleRule.Overlap>
  /// Starts are spread over this time.
  public let jitter: Located<Duration>
  /// The shortest time between two slots.
  public let minInterval: Located<Duration>
  /// No slot before this moment, empty for no bound; not parsed yet.
  public let notBefore: Located<String>
  /// No slot after this moment, empty for no bound; not parsed yet.
  public let notAfter: Located<String>
  /// How long a run may be under way, nil for any time.
  public let maxRunTime: Located<Duration?>
  /// `K1:V1,K2:V2`, or empty.
  public let tags: Located<String>
  /// Which objects of its runs are told to the log.
  public let logMode: Located<LogMode>
  /// How objects are copied.
  public let copying: CopyRule
  /// What is left out; the texts are not compiled yet.
  public let filter: FilterConfig
  /// Bits per second, 0 for no limit.
  public let bitsPerSecond: Located<Int64>
  /// Objects per second, 0 for no limit.
  public let objectsPerSecond: Located<Int64>
  /// Limits by the time of day.
  public let windows: ThrottleWindows

  /// Who is told of each of its runs that went well; nil for nobody.
  public let ping: Located<PingTarget?>

  /// How its failures are retried.
  public let retry: RetryPolicy
  /// How long its history is kept.
  public let history: HistoryPolicy

  /// Both limits.
  public var throttle: Throttle {
    Throttle(bitsPerSecond: bitsPerSecond.value, objectsPerSecond: objectsPerSecond.value)
  }

  /// Reads the file and its drop-ins.
  ///
  /// - Parameters:
  ///   - name: The file's name without `.job`.
  ///   - files: The file, then its drop-ins in their order.
  ///   - defaults: What the daemon's own file says for all jobs.
  /// - Throws: All mistakes with their places.
  public init(
    name: String, _ files: [UnitFile], defaults: JobDefaults = JobDefaults()
  ) throws(ConfigErrors) {
    var reader = ConfigReader(files, by: .job)
    self.init(name, &reader, defaults)
    try reader.finish()
  }

  /// Reads the file and its drop-ins as far as they are right.
  ///
  /// - Returns: What they say, the defaults in place of what is wrong, and all mistakes: so that what
  ///   the rest of the file says can be judged beyond its syntax, too.
  public static func reading(
    name: String, _ files: [UnitFile], defaults: JobDefaults = JobDefaults()
  ) -> (config: JobConfig, errors: [ConfigError]) {
    var reader = ConfigReader(files, by: .job)
    let config = JobConfig(name, &reader, defaults)
    return (config, reader.errors)
  }

  private init(_ name: String, _ reader: inout ConfigReader, _ defaults: JobDefaults) {
    self.name = name
    if let problem = Name.problem(with: name) {
      reader.refuse("the file's name gives the job its name, and \(problem)")
    }
    source = reader.required("Job", "Source")
    destination = reader.required("Job", "Destination")
    overwrite = Self.overwrite(&reader)
    enabled = reader.read("Job", "Enabled", default: true, by: ConfigValue.flag)
    start = reader.rule("Start")
    suspend = reader.rule("Suspend")
    maxScheduleCount = reader.read("Schedule", "MaxScheduleCount", default: nil) {
      text throws(ValueProblem) -> Int64? in
      try ConfigValue.whole(text, in: 1...1_000_000_000)
    }
    timeZone = reader.optional("Schedule", "TimeZone")
    catchUp = reader.catchUp(default: defaults.catchUp)
    catchUpWindow = reader.catchUpWindow(default: defaults.catchUpWindow)
    overlap = reader.overlap(default: defaults.overlap)
    jitter = reader.jitter(default: defaults.jitter)
    minInterval = reader.minInterval(default: defaults.minInterval)
    notBefore = reader.optional("Schedule", "NotBefore")
    notAfter = reader.optional("Schedule", "NotAfter")
    maxRunTime = reader.read("Job", "MaxRunTime", default: nil) {
      text throws(ValueProblem) -> Duration? in
      let time = try ConfigValue.duration(text)
      return time == .zero ? nil : time
    }
    tags = reader.optional("Job", "Tags")
    if tags.value.utf8.count > 1024 {
      reader.refuse("Tags= is longer than 1024 bytes", at: tags.source?.place)
    }
    logMode = reader.read("Job", "LogMode", default: .off) { text throws(ValueProblem) in
      let word = try ConfigValue.word(text, of: LogMode.allCases.map(\.rawValue))
      return LogMode(rawValue: word) ?? .off
    }
    copying = reader.copying()
    filter = FilterConfig(&reader)
    bitsPerSecond = reader.bitsPerSecond(default: defaults.throttle.bitsPerSecond)
    objectsPerSecond = reader.objectsPerSecond(default: defaults.throttle.objectsPerSecond)
    windows = reader.windows(default: defaults.windows)
    ping = reader.ping("Job")
    retry = reader.retry(default: defaults.retry)
    history = reader.history(default: defaults.history)
  }

  private static func overwrite(_ reader: inout ConfigReader) -> Located<OverwriteRule> {
    let overwriteMode = reader.required("Job", "OverwriteMode")
    let transferMode = reader.optional("Job", "TransferMode")
    guard let source = overwriteMode.source else { return Located(.never) }
    if let rule = OverwriteRule(
      overwriteMode: overwriteMode.value, transferMode: transferMode.value)
    {
      return Located(rule, from: source)
    }
    let (atTransfer, problem) = OverwriteRule.problem(
      overwriteMode: overwriteMode.value, transferMode: transferMode.value)
    if atTransfer, let transfer = transferMode.source {
      reader.refuse("TransferMode= \(problem)", at: transfer.place)
    } else if atTransfer {
      reader.refuse("TransferMode= has to be given; \(problem)", at: source.place)
    } else {
      reader.refuse("OverwriteMode= \(problem)", at: source.place)
    }
    return Located(.never, from: source)
  }
}
