import Calendar
import Engine
import Migration
import Store
import TestSupport
import Testing

/// A daemon without its threads: the engine on the real database, with a clock of its own.
final class World {
  let path: String
  let limits: EngineLimits
  let zones = HostZones()
  var now: Instant
  private(set) var notes = NoteCollector()
  private(set) var mover = ScriptedMover()
  private(set) var store: FlakyStore
  private(set) var engine: Engine
  private var identities = 0

  /// A world on a database in a folder; it begins on 2026-03-02, a Monday, at midnight UTC.
  init(
    _ folder: String, limits: EngineLimits = EngineLimits(), now: Instant = date(2026, 3, 2)
  ) throws {
    path = folder + "/ferry.db"
    self.limits = limits
    self.now = now
    store = FlakyStore(try JobDatabase(writing: path))
    engine = Self.engine(store, mover, zones, notes, limits)
    try engine.boot(now: now)
  }

  /// The daemon is gone without a word, and the next one starts.
  func crash(down seconds: Int64 = 0) throws {
    now = now.advanced(byMicroseconds: seconds * 1_000_000)
    notes = NoteCollector()
    mover = ScriptedMover()
    store = FlakyStore(try JobDatabase(writing: path, checks: false))
    engine = Self.engine(store, mover, zones, notes, limits)
    try engine.boot(now: now)
  }

  private static func engine(
    _ store: FlakyStore, _ mover: ScriptedMover, _ zones: HostZones, _ notes: NoteCollector,
    _ limits: EngineLimits
  ) -> Engine {
    let own = try? LocalPath("/var/lib/ferry/")
    return Engine(
      store: store, mover: mover, zones: zones, notes: notes, limits: limits,
      paths: PathRules(own: own.map { [$0] } ?? []), serverZone: "UTC",
      freshVersion: { "retry-\(UInt64.random(in: 0 ... .max))" })
  }

  var database: JobDatabase { store.database }

  // MARK: - Time and messages

  /// Gives the engine what the mover has said so far.
  func deliver() {
    while !mover.messages.isEmpty { deliverOne() }
  }

  /// Gives the engine the first of what the mover has said.
  func deliverOne() {
    guard !mover.messages.isEmpty else { return }
    switch mover.messages.removeFirst() {
    case .report(let event, let job, let run):
      engine.reported(event, job: job, run: run, now: now)
    case .released(let job): engine.released(job, now: now)
    }
  }

  /// Lets time go to an instant, waking the engine whenever it asks for that.
  func advance(to end: Instant) {
    while let next = engine.nextWake(now: now), next <= end {
      now = max(now, next)
      engine.wake(now: now)
      deliver()
    }
    now = max(now, end)
    engine.wake(now: now)
    deliver()
  }

  func advance(seconds: Int64) { advance(to: now.advanced(byMicroseconds: seconds * 1_000_000)) }

  /// A step that a job is at ends well, so often, and the engine hears of it.
  func succeed(_ name: String, times: Int = 1) throws {
    let id = try job(name).id
    for _ in 0..<times {
      mover.succeed(id)
      deliver()
    }
  }

  /// A whole run of a job goes well.
  func complete(_ name: String) throws { try succeed(name, times: 3) }

  // MARK: - Requests

  func identity() -> String {
    identities += 1
    return "id-\(identities)-\(now.microseconds)"
  }

  func address(_ name: String, _ path: String? = nil, origin: Origin = .api) throws -> Address {
    Address(
      name: try Name(name, of: "address"), version: identity(),
      location: .local(try LocalPath(path ?? "/srv/\(name)/")), origin: origin, created: now,
      modified: now)
  }

  func newJob(
    _ name: String, from source: String, to destination: String,
    schedule: ScheduleRule = ScheduleRule(), origin: Origin = .api, enabled: Bool = true
  ) throws -> NewJob {
    let definition = JobDefinition(
      name: try Name(name, of: "job"), source: try Name(source, of: "address"),
      destination: try Name(destination, of: "address"), overwrite: .alwaysLastModified,
      schedule: schedule, enabled: enabled)
    return NewJob(definition: definition, origin: origin, version: identity(), created: now)
  }

  /// Makes a job with two addresses of its own.
  @discardableResult
  func make(_ name: String, _ schedule: ScheduleRule = ScheduleRule()) throws -> Job {
    let (from, to) = (name + "-from", name + "-to")
    for side in [from, to] { _ = try perform(.createAddress(try address(side), resolved: nil)) }
    let new = try newJob(name, from: from, to: to, schedule: schedule)
    _ = try perform(.createJob(new, resolved: [:]))
    return try job(name)
  }

  /// Jobs of files, with one schedule, in one transaction.
  func adopt(_ count: Int, _ schedule: ScheduleRule) throws {
    let jobs = try (0..<count).map { number in
      let name = "many-\(number)"
      let origin = Origin.file("/etc/ferry/jobs.d/\(name).job")
      return try newJob(name, from: "all-from", to: "all-to", schedule: schedule, origin: origin)
    }
    let addresses = try ["all-from", "all-to"].map { try address($0, origin: .file("/etc/\($0)")) }
    try engine.adopt(Wish(addresses: addresses, jobs: jobs), now: now)
  }

  @discardableResult
  func perform(_ command: Command) throws -> CommandResult {
    try engine.perform(command, now: now)
  }

  func set(_ wanted: Command.Wanted, _ name: String) throws {
    _ = try perform(.setStatus(try Name(name, of: "job"), wanted))
  }

  func delete(_ name: String, cascade: Bool = false) throws {
    try perform(.deleteJob(try Name(name, of: "job"), cascade: cascade))
  }

  /// The code of the refusal that a request ends with; nil if it is granted.
  func refusal(_ command: Command) -> RefusalCode? {
    do {
      _ = try engine.perform(command, now: now)
      return nil
    } catch {
      return error.code
    }
  }

  // MARK: - Looks

  func job(_ name: String) throws -> Job {
    try #require(try database.job(named: try Name(name, of: "job")))
  }

  func state(_ name: String) throws -> JobState { try job(name).state }

  func find(_ name: String) throws -> Job? {
    try database.job(named: try Name(name, of: "job"))
  }

  /// The statuses that a job went through, in their order: `1 starting` and so on.
  func history(_ name: String) throws -> [String] {
    try database.commits(of: try job(name).id, run: nil, before: nil, limit: 1_000).reversed()
      .map { "\($0.run) \($0.status.word)" }
  }

  /// What became of a job's slots, in their order.
  func slots(_ name: String) throws -> [SlotRecord] {
    try database.slots(of: try job(name).id, limit: 10_000).reversed()
  }

  /// Slots in words: `started 1`, `skipped overlap ×3`.
  func slotWords(_ name: String) throws -> [String] {
    try slots(name).map { slot in
      slot.outcome + (slot.run.map { " \($0)" } ?? "") + (slot.reason.map { " " + $0 } ?? "")
        + (slot.count == 1 ? "" : " ×\(slot.count)")
    }
  }

  func due(_ name: String) throws -> [DueEvent.Kind: Instant] {
    Dictionary(
      try database.dueEvents(of: try job(name).id).map { ($0.kind, $0.at) },
      uniquingKeysWith: { first, _ in first })
  }

  func run(_ number: Int64, of name: String) throws -> Run? {
    try database.run(RunNumber(rawValue: number), of: try job(name).id)
  }
}

/// A date and time, UTC.
func date(
  _ year: Int, _ month: Int, _ day: Int, _ hour: Int64 = 0, _ minute: Int64 = 0,
  _ second: Int64 = 0
) -> Instant {
  // Days since 1970 of the proleptic Gregorian calendar, by counting.
  var days: Int64 = 0
  for past in 1970..<year { days += isLeap(past) ? 366 : 365 }
  let lengths: [Int64] = [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
  for past in lengths.prefix(month - 1) { days += past }
  return Instant(
    seconds: (days + Int64(day) - 1) * 86_400 + hour * 3_600 + minute * 60 + second)
}

private func isLeap(_ year: Int) -> Bool {
  year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// A schedule of rules in their text.
func schedule(
  _ start: String?, suspend: String? = nil, zone: String = "UTC", count: Int64? = nil,
  catchUp: ScheduleRule.CatchUp = .once, window: Int64 = ScheduleRule.day
) throws -> ScheduleRule {
  ScheduleRule(
    start: try start.map { try CronRule($0) }, suspend: try suspend.map { try CronRule($0) },
    timeZone: zone, maxCount: count, catchUp: catchUp, catchUpWindow: window)
}
