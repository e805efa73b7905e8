import Calendar
import Engine
import Migration
import SQLite
import Store
import Testing

/// An instant so many seconds after the epoch, with a fraction.
func at(_ seconds: Int64) -> Instant { Instant(microseconds: seconds * 1_000_000 + 7) }

func name(_ text: String) throws -> Name { try Name(text, of: "job") }

/// A rule of which every part is not the default.
func copying() -> CopyRule {
  var rule = CopyRule()
  (rule.verify, rule.keepsModified, rule.keepsOwner) = (.checksum, false, true)
  (rule.keepsAttributes, rule.convertsLinks) = (true, true)
  (rule.storageClass, rule.keepsStorageClass) = (StorageClass("IA"), true)
  (rule.fileMode, rule.folderMode) = (0o640, 0o1777)
  return rule
}

/// A filter of which every part says something.
func filter() throws -> ObjectFilter {
  var filter = ObjectFilter()
  filter.prefixes = [ObjectKey("a,b\n"), ObjectKey([0xE9, 0x2F])]
  filter.includeKeys = [#"(.*)\.jpg"#, "é|\u{65}\u{301}"]
  filter.excludeKeys = ["tmp/.*"]
  filter.includeModified = [
    try #require(TimeRange(.distantPast, at(5))), try #require(TimeRange(at(6), at(6))),
  ]
  filter.excludeModified = [try #require(TimeRange(at(-7), .distantFuture))]
  (filter.excludesFolders, filter.excludesSymlinks) = (true, true)
  return filter
}

/// A job to be; every field has a value of its own that is not the default.
func newJob(_ text: String, origin: Origin = .api) throws -> NewJob {
  var definition = JobDefinition(
    name: try name(text), source: try name(text + "-from"), destination: try name(text + "-to"),
    overwrite: .never, copying: copying(), filter: try filter(),
    throttle: Throttle(bitsPerSecond: 1_000_001, objectsPerSecond: 17), enabled: false,
    tags: "owner:O'Neill,\u{1f6a2}:\0")
  definition.schedule = ScheduleRule(
    start: try CronRule("0 30 2 ? * MON-FRI"), suspend: try CronRule("@hourly"),
    timeZone: "Europe/Berlin", maxCount: 12, catchUp: .skip, catchUpWindow: 5,
    overlap: .queue, jitter: 6, notBefore: at(7), notAfter: at(8), minInterval: 9)
  let windows = [
    ThrottleWindow(start: 0, end: 480, bitsPerSecond: 8_000_003, objectsPerSecond: nil),
    ThrottleWindow(start: 1_320, end: 1_440, bitsPerSecond: nil, objectsPerSecond: 0),
    ThrottleWindow(start: 600, end: 601, bitsPerSecond: 0, objectsPerSecond: .max),
  ]
  definition.windows = try #require(ThrottleWindows(windows.compactMap(\.self)))
  definition.throttleIsByHand = true
  definition.maxRunTime = 10
  definition.logMode = .detail
  return NewJob(
    definition: definition, origin: origin, version: "version-" + text, created: at(1_000),
    due: [.start: at(2_000), .suspend: at(3_000)])
}

/// Adds a job and gives it back as it is kept.
func add(_ text: String, to database: JobDatabase, origin: Origin = .api) throws -> Job {
  try database.commit([.addJob(try newJob(text, origin: origin))])
  return try #require(try database.job(named: try name(text)))
}

/// Opens run after run of a job, each with its first commit.
func open(_ runs: Int64, of job: Job, in database: JobDatabase) throws {
  for number in 1...runs {
    let run = RunNumber(rawValue: number)
    var change = JobChange(job: job, at: at(number))
    change.job.state = .launching(run)
    change.job.lastRun = run
    change.records = [
      .openRun(run, .manual, slot: nil, input: .listing),
      .status(run, .launching, .user, message: "m\(number)"),
    ]
    try database.commit([.job(change)])
  }
}

/// Something is done to the file behind the database's back.
func tamper(_ path: String, _ sql: String) throws {
  let database = try Database(path, .existing)
  try database.execute(sql)
}
