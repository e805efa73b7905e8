public import Calendar
public import Migration

/// The loop's brain: turns events into decisions, commits them, performs what follows.
///
/// Record → act → record the result. It owns no thread, clock or file: whoever drives it calls
/// one method per event with the time, always from the same thread.
public final class Engine {
  let store: any JobStore
  let mover: any MoverPort
  let zones: any ZonePort
  let notes: any NotePort
  /// A reload sets both anew.
  var limits: EngineLimits
  var paths: PathRules
  /// The name of the server's time zone, by which retries are named.
  let serverZone: String
  /// Makes the ID of a job that ferry makes by itself.
  let freshVersion: () -> String

  /// Jobs of which the mover is at work on a run.
  private var active: Set<JobID> = []
  /// How many releases of a job's runs the mover has still to answer.
  private var releasing: [JobID: Int] = [:]
  /// How far the clock was set, in microseconds, as long as runs that go on do not know of it.
  var clockStep: Int64 = 0
  /// What is left to look at after a step of the clock.
  var clockRound: ClockRound?
  /// Zones whose data are not those that due rows were computed with.
  var staleZones: Set<String> = []
  /// What is done of the first of them.
  var zoneRound: ZoneRound?
  /// The data that due rows were computed with, as the store has it; nil before it was read.
  var recordedZones: [String: String]?
  /// Reports that could not be recorded because the store refused; tried again in their order.
  var unrecorded: [MoverReport] = []
  /// What the store said last, while it refuses.
  public internal(set) var storeTrouble: StoreFailure?
  /// How often the store has refused.
  var refusals: UInt64 = 0
  /// Why nothing new begins for want of space; nil if there is enough.
  public internal(set) var shortage: SpaceShortage?
  /// Damage that the log has been told of; it is told once.
  var notedDamage: Set<String> = []
  /// Decisions of the transaction that is open; nil if none is.
  private var pending: [Decided]?
  /// Whether the daemon is stopping: nothing new begins.
  public private(set) var isDraining = false

  /// An engine over its ports.
  public init(
    store: any JobStore, mover: any MoverPort, zones: any ZonePort, notes: any NotePort,
    limits: EngineLimits, paths: PathRules, serverZone: String,
    freshVersion: @escaping () -> String
  ) {
    self.store = store
    self.mover = mover
    self.zones = zones
    self.notes = notes
    self.limits = limits
    self.paths = paths
    self.serverZone = serverZone
    self.freshVersion = freshVersion
  }

  /// Takes up what the last daemon left going on.
  ///
  /// A job that cannot be read is noted and does not stop the others.
  ///
  /// - Throws: `StoreFailure` if the store cannot be read; then nothing has begun.
  public func boot(now: Instant) throws(StoreFailure) {
    let unsettled = try store.unsettledJobs()
    for id in unsettled {
      try passingDamage { () throws(StoreFailure) in
        guard let job = try store.job(id) else { return }
        try happen(.booted, to: job, now: now)
      }
    }
    attempt { () throws(StoreFailure) in
      try findStaleZones()
      try findClockSetBack(now: now)
      try revise(now: now)
      try admit(now: now)
    }
  }

  /// Stops what goes on at the next object's boundary, without changing any status.
  ///
  /// The daemon may end when `isDrained`; the next one continues the same runs.
  public func drain() {
    isDraining = true
    for id in active.sorted() {
      mover.halt(id)
      release(id)
    }
  }

  /// Whether nothing goes on any more.
  public var isDrained: Bool { isDraining && sessionCount == 0 }

  /// The mover has let go of a job's run.
  public func released(_ job: JobID, now: Instant) {
    let left = (releasing[job] ?? 0) - 1
    releasing[job] = left > 0 ? left : nil
    guard !isDraining else { return }
    attempt { () throws(StoreFailure) in try admit(now: now) }
  }

  // MARK: - Several decisions in one transaction

  /// A decision that is recorded, or will be with the transaction that is open.
  struct Decided {
    let before: JobState
    var change: JobChange
    var effects: [Effect] = []
    /// What is told before the change itself: stretches of slots that begin or end with it, who made
    /// a retry.
    var remarks: [EngineNote] = []
    /// What is told after it.
    var notes: [EngineNote] = []

    /// Whether there is anything to write.
    var isNews: Bool {
      before != change.job.state || !change.records.isEmpty || !change.due.isEmpty
        || !change.skipped.isEmpty
    }
  }

  /// Does what follows from a decision: now, or when the open transaction is durable.
  func follow(_ decided: Decided) {
    guard pending == nil else { return pending?.append(decided) ?? () }
    let job = decided.change.job
    for note in decided.remarks { notes.note(note, of: job) }
    tell(from: decided.before, decided.change)
    if !decided.opensRun { for note in decided.notes { notes.note(note, of: job) } }
    let limited = limited(job, now: decided.change.at)
    for case .act(let act) in decided.effects { perform(act, for: limited) }
  }

  /// Records all that `body` decides in one transaction, and acts only when that is durable.
  func together(_ body: () throws(StoreFailure) -> Void) throws(StoreFailure) {
    pending = []
    do {
      try store.together(body)
    } catch {
      pending = nil
      // Read again: what was entered there is undone.
      recordedZones = nil
      throw error
    }
    let decided = pending ?? []
    pending = nil
    for each in decided { follow(each) }
  }

  func perform(_ act: Effect.Act, for job: Job) {
    switch act {
    case .prepare(let run):
      active.insert(job.id)
      mover.prepare(job, run: run)
    case .move(let run): mover.move(job, run: run)
    case .halt: mover.halt(job.id)
    case .settle(let run):
      active.insert(job.id)
      mover.settle(job, run: run)
    case .release: release(job.id)
    case .discard:
      active.insert(job.id)
      mover.discard(job.id)
    }
  }

  // MARK: - What the mover holds

  /// Whether the mover holds a run of the job: it gets no place before it is let go.
  func isHeld(_ job: JobID) -> Bool { active.contains(job) || releasing[job] != nil }

  /// Jobs of which the mover holds a run, at most.
  var sessionCount: Int { active.count + releasing.count }

  /// Asks the mover to let go, unless it has been asked and nothing was begun since.
  func release(_ job: JobID) {
    guard active.remove(job) != nil else { return }
    releasing[job, default: 0] += 1
    mover.release(job)
  }
}
