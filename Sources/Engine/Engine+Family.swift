import Calendar
import Migration

// What a decision about one job means for the others of its family.

extension Engine.Decided {
  /// Whether a run was opened.
  var opensRun: Bool {
    change.records.contains { if case .openRun = $0 { true } else { false } }
  }

  /// The run that has ended with what it left; nil if none has.
  var ended: (run: RunNumber, settlement: Settlement)? {
    for case .endRun(let run, let settlement) in change.records { return (run, settlement) }
    return nil
  }

  /// Whether a run ended that cannot go on.
  var breaksRun: Bool {
    change.records.contains { if case .breakRun = $0 { true } else { false } }
  }

  /// Whether it has given up its work, for now or for good.
  fileprivate var comesToRest: Bool {
    before.isAtWork && !change.job.state.isAtWork
  }
}

extension JobState {
  /// Whether a run waits for its place, goes on or is being ended.
  var isAtWork: Bool {
    switch self {
    case .launching, .preparing, .doing, .closing: true
    case .begin, .suspended, .finished, .interrupted, .deleting: false
    }
  }
}

extension Engine {
  /// The facts of a job, with those of its family that the event asks for.
  func facts(of job: Job, for event: JobEvent, now: Instant) throws(StoreFailure) -> JobFacts {
    var facts = job.facts
    if let slot = job.queued {
      facts.queuedIsAhead = slot > now
      facts.queuedTrigger = try store.queuedTrigger(of: job.id, slot: slot)
    }
    if event == .booted, job.state == .deleting, let run = job.lastRun {
      facts.hasOpenRun = try store.run(run, of: job.id).map { $0.ended == nil } ?? false
    }
    guard case .startSlot = event, job.lineage == nil, job.lastRun != nil else { return facts }
    facts.familyRuns = try hasRetryAtWork(root: job.id, except: nil)
    return facts
  }

  /// Whether a retry that somebody asked for is at work; what ferry made itself makes way.
  private func hasRetryAtWork(root: JobID, except one: JobID?) throws(StoreFailure) -> Bool {
    for id in try store.liveSubJobs(ofRoot: root) where id != one {
      guard let job = try store.job(id), let lineage = job.lineage else { continue }
      if !lineage.isAutomatic, job.state.isAtWork { return true }
    }
    return false
  }

  /// What else is decided together with a decision.
  func consequences(of own: Decided, now: Instant) throws(StoreFailure) -> [Decided] {
    let job = own.change.job
    if let lineage = job.lineage {
      return own.comesToRest ? try openWaiting(lineage, after: job, now: now) : []
    }
    guard own.opensRun, let run = job.lastRun, run != .first else { return [] }
    return try supersede(root: job.id, by: run, now: now)
  }

  /// A new run of the root takes all objects: the retries that are alive end.
  private func supersede(
    root: JobID, by run: RunNumber, except one: JobID? = nil, now: Instant
  ) throws(StoreFailure) -> [Decided] {
    var decided: [Decided] = []
    for id in try store.liveSubJobs(ofRoot: root) where id != one {
      guard let job = try store.job(id) else { continue }
      decided.append(try settled(.superseded(by: run), job, now: now))
    }
    return decided
  }

  /// The root's slot that waited for this retry opens its run.
  private func openWaiting(
    _ lineage: Lineage, after job: Job, now: Instant
  ) throws(StoreFailure) -> [Decided] {
    guard let root = try store.job(lineage.root), root.queued != nil, !root.state.isAtWork,
      try !hasRetryAtWork(root: root.id, except: job.id)
    else { return [] }
    var decided = [try settled(.familyIdle, try shut(root, now: now), now: now)]
    guard let run = decided[0].change.job.lastRun, decided[0].opensRun else { return decided }
    decided += try supersede(root: root.id, by: run, except: job.id, now: now)
    // A pause is no end: what it would go on with is the new run's now.
    if job.state.status == .suspended {
      decided.append(try settled(.superseded(by: run), job, now: now))
    }
    return decided
  }

  /// Decides about a job what no state forbids.
  func settled(
    _ event: JobEvent, _ job: Job, now: Instant
  ) throws(StoreFailure) -> Decided {
    let facts = try facts(of: job, for: event, now: now)
    do {
      return try decided(event, JobChange(job: job, at: now), facts: facts)
    } catch {
      throw StoreFailure(.failed, "job '\(job.definition.name)': \(error.reason)")
    }
  }
}
