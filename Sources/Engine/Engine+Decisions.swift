import Calendar
import Migration

// One event of one job: decide, commit with all that follows in the job's family, act.

extension Engine {
  /// Why an event came to nothing.
  private enum Obstacle: Error {
    case store(StoreFailure)
    case illegal(IllegalTransition)
  }

  /// Decides, commits, acts.
  ///
  /// - Parameters:
  ///   - event: Anything but a person's request, which `ask` handles.
  ///   - watermark: The slot up to which all are dealt with from now on.
  ///   - skipped: Slots that were passed over on the way.
  ///   - due: Events that are set anew with it.
  ///   - kept: What is on record about the slot already, by a clock that was set back since.
  /// - Throws: `StoreFailure`; then nothing was done and the event may be given again.
  func happen(
    _ event: JobEvent, to job: Job, watermark: Instant? = nil, skipped: [SlotStretch] = [],
    due: [DueEvent.Kind: Instant?] = [:], kept: KeptSlot? = nil, now: Instant
  ) throws(StoreFailure) {
    do throws(Obstacle) {
      try perform(
        event, on: job, watermark: watermark, skipped: skipped, due: due,
        kept: kept, now: now)
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
      return try perform(event, on: job, now: now)
    } catch {
      switch error {
      case .store(let failure): throw refusal(failure)
      case .illegal(let transition): throw transition.refusal(job: job.definition.name)
      }
    }
  }

  @discardableResult
  private func perform(
    _ event: JobEvent, on job: Job, watermark: Instant? = nil, skipped: [SlotStretch] = [],
    due: [DueEvent.Kind: Instant?] = [:], kept: KeptSlot? = nil, now: Instant
  ) throws(Obstacle) -> Job {
    var change = JobChange(job: job, skipped: skipped, due: due, at: now)
    if let watermark { change.job.watermark = max(job.watermark, watermark) }
    let facts: JobFacts
    do {
      try endPast(by: event, of: job, in: &change, now: now)
      facts = try self.facts(of: job, for: event, now: now)
    } catch {
      throw .store(error)
    }
    var own: Decided
    do {
      own = try decided(event, change, facts: facts, kept: kept)
    } catch {
      throw .illegal(error)
    }
    do {
      try endSpent(&own, over: job, now: now)
      try finish(&own)
      try record([own] + consequences(of: own, now: now))
    } catch {
      throw .store(error)
    }
    return own.change.job
  }

  /// The slots that a hand passes over are those that the zone's data name now.
  private func reviseStale(_ job: Job, now: Instant) throws(Obstacle) {
    guard zone(of: job) != nil, staleZones.contains(job.definition.schedule.timeZone) else {
      return
    }
    do {
      let changes = try revised(job, now: now)
      if !changes.isEmpty { try write(changes) }
    } catch {
      throw .store(error)
    }
  }

  /// Adds what the end of a run brings with it: old runs may go, a chain of retries may be over.
  private func finish(_ own: inout Decided) throws(StoreFailure) {
    if let end = try brokenChainEnd(own) { own.notes.append(end) }
    guard let (run, settlement) = own.ended else { return }
    let job = own.change.job
    if let end = try chainEnd(own, settlement) { own.notes.append(end) }
    guard job.lineage == nil else { return }
    let isFull = run.rawValue > Int64(job.definition.history.keepRuns)
    let hasOld = try isFull ? true : hasOldRuns(job)
    if hasOld {
      own.change.due[.prune] = .some(own.change.at)
    }
  }

  /// Decides about a job, and enters what was decided into a change of it.
  func decided(
    _ event: JobEvent, _ change: JobChange, facts: JobFacts, kept: KeptSlot? = nil
  ) throws(IllegalTransition) -> Decided {
    let before = change.job.state
    var decision = try decide(before, event, facts: facts)
    var change = change
    if let kept { change.cut = keep(kept, in: &decision.effects, of: change.job) }
    let (state, effects) = decision
    enter(state, effects, into: &change)
    return Decided(before: before, change: change, effects: effects)
  }

  /// Commits decisions in one transaction, then does what follows from each.
  func record(_ decided: [Decided]) throws(StoreFailure) {
    var decided = decided
    for index in decided.indices where decided[index].isNews {
      decided[index].remarks += try stretchNotes(of: &decided[index].change)
    }
    var changes: [StoreChange] = []
    for each in decided where each.isNews {
      changes.append(.job(each.change))
      if each.change.job.lineage == nil, each.opensRun, each.change.job.lastRun != .first {
        changes.append(.dropRetries(each.change.job.id))
      }
    }
    if !changes.isEmpty { try write(changes) }
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
      // What was planned after the run that had ended is decided by this.
      if case .finished = before.state { change.due[.retry] = .some(nil) }
    }
    for case .record(let record) in effects {
      switch record {
      case .openRun(let run, _, _, _): (change.job.lastRun, change.job.ranFor) = (run, 0)
      case .queue(let slot, _): change.job.queued = slot
      case .unqueue: change.job.queued = nil
      case .spend: change.job.scheduleSpent += 1
      case .endRun(_, let settlement): change.counts = settlement.counts
      case .planRetry: change.due[.retry] = .some(next(.retry, of: change.job, now: change.at))
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
    // After the last start the suspend rule is due only while a run goes on.
    if change.job.isOver(at: change.at), before.state.isUnderWay != state.isUnderWay,
      change.due[.suspend] == nil
    {
      change.due[.suspend] = .some(next(.suspend, of: change.job, now: change.at))
    }
    let limit = change.job.runLimit(now: change.at)
    if limit != before.runLimit(now: change.at) { change.due[.limit] = .some(limit) }
    if before.state.moves != state.moves, !change.job.definition.windows.isEmpty {
      change.due[.throttle] = .some(nextLimits(of: change.job, now: change.at))
    }
  }

  /// What is on record about a slot stays, unless the slot is used now and was skipped before.
  ///
  /// - Returns: What is taken out of the record.
  private func keep(_ kept: KeptSlot, in effects: inout [Effect], of job: Job) -> SlotCut? {
    var used: Instant?
    for case .record(let record) in effects {
      switch record {
      case .slot(let slot, .started), .slot(let slot, .resumed), .queue(let slot, _): used = slot
      default: break
      }
    }
    if case .skipped(let row) = kept, let used, let zone = zone(of: job) {
      return row.cut(at: used, of: job.definition.schedule, in: zone)
    }
    effects.removeAll { if case .record(.slot) = $0 { true } else { false } }
    return nil
  }

  /// A hand's pause or close is the end of what came before it: no slot up to it is made up for.
  private func endPast(
    by event: JobEvent, of job: Job, in change: inout JobChange, now: Instant
  ) throws(StoreFailure) {
    switch event {
    case .pause, .close: break
    case .start, .delete, .startSlot, .suspendSlot, .timeUp, .retry, .superseded, .familyIdle,
      .admitted, .booted, .mover:
      return
    }
    // While a schedule rests, the watermark tells since when.
    guard job.definition.enabled else { return }
    // A slot that the job's offset still keeps waiting has not come yet.
    let past = now.advanced(byMicroseconds: -job.startOffset)
    change.job.watermark = max(job.watermark, past)
    change.skipped += try openSlots(of: job, .missed, now: past)
    // With a run of a spent schedule that is closed, its rules are out of force.
    let isOver = event == .close && job.facts.isExhausted
    guard !change.skipped.isEmpty, !isOver, let zone = zone(of: job) else { return }
    let next = job.definition.schedule.nextStart(after: past, in: zone)
    change.due[.start] = .some(next?.advanced(byMicroseconds: job.startOffset))
  }
}
