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
  let limits: EngineLimits
  let paths: PathRules

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
  var storeTrouble: StoreFailure?
  /// Damage that the log has been told of; it is told once.
  var notedDamage: Set<String> = []
  /// Decisions of the transaction that is open; nil if none is.
  private var pending: [Decided]?
  /// Whether the daemon is stopping: nothing new begins.
  public private(set) var isDraining = false

  /// An engine over its ports.
  public init(
    store: any JobStore, mover: any MoverPort, zones: any ZonePort, notes: any NotePort,
    limits: EngineLimits, paths: PathRules
  ) {
    self.store = store
    self.mover = mover
    self.zones = zones
    self.notes = notes
    self.limits = limits
    self.paths = paths
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
      try findTracesOfWrongClock(now: now)
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

  // MARK: - One event of one job

  /// Decides, commits, acts.
  ///
  /// - Parameters:
  ///   - event: Anything but a person's request, which `ask` handles.
  ///   - watermark: The slot up to which all are dealt with from now on.
  ///   - skipped: Slots that were passed over on the way.
  ///   - due: Events that are set anew with it.
  ///   - recordsSlot: Whether the slot's outcome is recorded; false if it has one.
  /// - Throws: `StoreFailure`; then nothing was done and the event may be given again.
  func happen(
    _ event: JobEvent, to job: Job, watermark: Instant? = nil, skipped: [SlotStretch] = [],
    due: [DueEvent.Kind: Instant?] = [:], recordsSlot: Bool = true, now: Instant
  ) throws(StoreFailure) {
    do throws(Obstacle) {
      try perform(
        event, on: job, watermark: watermark, skipped: skipped, due: due,
        recordsSlot: recordsSlot, now: now)
    } catch {
      switch error {
      case .store(let failure): throw failure
      // Only a person's request can be illegal, and those go through `ask`.
      case .illegal(let transition):
        throw StoreFailure(.failed, "job '\(job.definition.name)': \(transition.reason)")
      }
    }
  }

  /// A person's request about a job.
  ///
  /// - Returns: The job as it is from now on.
  /// - Throws: `Refusal` if the state does not allow it or the store refuses.
  func ask(_ event: JobEvent, of job: Job, now: Instant) throws(Refusal) -> Job {
    do throws(Obstacle) {
      try reviseStale(job, now: now)
      return try perform(event, on: job, watermark: watermark(of: event, job, now), now: now)
    } catch {
      switch error {
      case .store(let failure): throw refusal(failure)
      case .illegal(let transition): throw transition.refusal(job: job.definition.name)
      }
    }
  }

  private enum Obstacle: Error {
    case store(StoreFailure)
    case illegal(IllegalTransition)
  }

  @discardableResult
  private func perform(
    _ event: JobEvent, on job: Job, watermark: Instant? = nil, skipped: [SlotStretch] = [],
    due: [DueEvent.Kind: Instant?] = [:], recordsSlot: Bool = true, now: Instant
  ) throws(Obstacle) -> Job {
    var decision: (state: JobState, effects: [Effect])
    let facts = try facts(of: job)
    do {
      decision = try decide(job.state, event, facts: facts)
    } catch {
      throw .illegal(error)
    }
    if !recordsSlot {
      decision.effects.removeAll { if case .record(.slot) = $0 { true } else { false } }
    }
    var change = JobChange(job: job, skipped: skipped, due: due, at: now)
    if let watermark { change.job.watermark = max(job.watermark, watermark) }
    enter(decision.state, decision.effects, into: &change)
    if change.job != job || !change.records.isEmpty || !change.due.isEmpty
      || !change.skipped.isEmpty
    {
      do {
        try store.commit([.job(change)])
      } catch {
        throw .store(error)
      }
    }
    follow(Decided(before: job.state, change: change, effects: decision.effects))
    return change.job
  }

  /// The slots that a hand passes over are those that the zone's data name now.
  private func reviseStale(_ job: Job, now: Instant) throws(Obstacle) {
    guard zone(of: job) != nil, staleZones.contains(job.definition.schedule.timeZone) else {
      return
    }
    do {
      let changes = try revised(job, now: now)
      if !changes.isEmpty { try store.commit(changes) }
    } catch {
      throw .store(error)
    }
  }

  /// What a decision about a job needs to know.
  private func facts(of job: Job) throws(Obstacle) -> JobFacts {
    var facts = job.facts
    guard let slot = job.queued else { return facts }
    do {
      facts.queuedTrigger = try store.queuedTrigger(of: job.id, slot: slot)
    } catch {
      throw .store(error)
    }
    return facts
  }

  // MARK: - Several decisions in one transaction

  /// A decision that is recorded, or will be with the transaction that is open.
  struct Decided {
    let before: JobState
    let change: JobChange
    var effects: [Effect] = []
  }

  /// Does what follows from a decision: now, or when the open transaction is durable.
  func follow(_ decided: Decided) {
    guard pending == nil else { return pending?.append(decided) ?? () }
    tell(from: decided.before, decided.change)
    for case .act(let act) in decided.effects { perform(act, for: decided.change.job) }
  }

  /// Records all that `body` decides in one transaction, and acts only when that is durable.
  func together(_ body: () throws(StoreFailure) -> Void) throws(StoreFailure) {
    pending = []
    do {
      try store.together(body)
    } catch {
      pending = nil
      throw error
    }
    let decided = pending ?? []
    pending = nil
    for each in decided { follow(each) }
  }

  /// Enters what was decided into a change.
  private func enter(_ state: JobState, _ effects: [Effect], into change: inout JobChange) {
    let before = change.job
    if state != before.state {
      if before.state.isUnderWay {
        change.job.ranFor += max(0, change.at.microseconds(since: before.stateSince))
      }
      (change.job.state, change.job.stateSince) = (state, change.at)
    }
    for case .record(let record) in effects {
      switch record {
      case .openRun(let run, _, _): (change.job.lastRun, change.job.ranFor) = (run, 0)
      case .queue(let slot, _): change.job.queued = slot
      case .unqueue: change.job.queued = nil
      case .spend: change.job.scheduleSpent += 1
      case .endRun(_, let counts): change.counts = counts
      case .slot(let slot, .skipped(let reason)):
        change.skipped.append(SlotStretch(first: slot, last: slot, count: 1, reason: reason))
        continue
      case .slot, .status, .breakRun, .remove: break
      }
      change.records.append(record)
    }
    if change.counts == nil { change.counts = mover.progress(of: before.id) }
    // A schedule that is spent, or by a new run in force again, changes what is to come.
    if before.schedules != change.job.schedules {
      for kind in [DueEvent.Kind.start, .suspend] where change.due[kind] == nil {
        change.due[kind] = .some(next(kind, of: change.job, now: change.at))
      }
    }
    let limit = change.job.runLimit(now: change.at)
    if limit != before.runLimit(now: change.at) { change.due[.limit] = .some(limit) }
  }

  /// A hand's pause or close is the end of what came before it: no slot up to it is made up for.
  private func watermark(of event: JobEvent, _ job: Job, _ now: Instant) -> Instant? {
    // While a schedule rests, the watermark tells since when.
    guard job.definition.enabled else { return nil }
    return switch event {
    // A slot that the job's offset still keeps waiting has not come yet.
    case .pause, .close: now.advanced(byMicroseconds: -job.startOffset)
    case .start, .delete, .startSlot, .suspendSlot, .timeUp, .admitted, .booted, .mover: nil
    }
  }

  private func perform(_ act: Effect.Act, for job: Job) {
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
