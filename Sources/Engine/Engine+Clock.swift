public import Calendar
import Migration

// What a step of the wall clock means for events that are to come. They are looked at again a
// batch in each round of the loop. From one clock nobody can tell which of two readings was right:
// what follows a step is safe either way (decision 0010).

extension Engine {
  /// The wall clock was set: every event that was still to come is looked at again.
  ///
  /// Forward, what was stepped over is due and is dealt with as after a downtime, down to the
  /// watermark. Backward, slots up to the watermark come again, and their outcomes decide: see
  /// `startDue`. How long a run has been under way does not change.
  ///
  /// - Parameters:
  ///   - now: What it shows since.
  ///   - step: How far it was set, in microseconds, negative for backward; 0 if nobody knows.
  public func clockStepped(now: Instant, by step: Int64 = 0) {
    notes.note(.clockStepped(now: now))
    let (sum, overflow) = clockStep.addingReportingOverflow(step)
    clockStep = overflow ? 0 : sum
    clockRound = ClockRound()
    guard !isDraining else { return }
    attempt { () throws(StoreFailure) in try shiftRuns(now: now) }
    wake(now: now)
  }

  /// Notices at start that the clock shows less than it did when something was written last.
  ///
  /// A round that the last daemon did not end is found so, too: the store forgets the later reading
  /// with the round's end.
  func findClockSetBack(now: Instant) throws(StoreFailure) {
    if try store.latestChange().map({ $0 > now }) ?? true { clockRound = ClockRound() }
  }

  /// Moves what is under way to the new clock: `MaxRunTime` is not used up by a clock set right.
  ///
  /// In one transaction, so that no run is moved twice; there are as many as run or wait.
  func shiftRuns(now: Instant) throws(StoreFailure) {
    guard clockStep != 0 else { return }
    let unsettled = try store.unsettledJobs()
    try together { () throws(StoreFailure) in
      for id in unsettled {
        try passingDamage { () throws(StoreFailure) in
          guard let job = try store.job(id), job.state.isUnderWay else { return }
          var change = JobChange(job: job, at: now)
          change.job.stateSince = min(job.stateSince.advanced(byMicroseconds: clockStep), now)
          let limit = change.job.runLimit(now: now)
          if limit != job.runLimit(now: now) { change.due[.limit] = .some(limit) }
          if change.job != job { try write([.job(change)]) }
        }
      }
    }
    clockStep = 0
  }

  // MARK: - Batches

  /// Looks again at a batch of events.
  ///
  /// - Parameter limit: How many at most.
  /// - Returns: How many of them are left; 0 if there is more to do.
  func reviseAfterStep(limit: Int, now: Instant) throws(StoreFailure) -> Int {
    guard var round = clockRound else { return limit }
    var left = limit
    while left > 0 {
      let jobs = try revise(round, limit: left, now: now)
      let isStageOver = jobs.count < left
      left -= jobs.count
      if !isStageOver {
        round.last = jobs.last
      } else if !round.advance() {
        if let last = try store.latestChange(), last > now { try write([.clock(now)]) }
        clockRound = nil
        return left
      }
      clockRound = round
    }
    return 0
  }

  /// One batch of one stage, in one transaction.
  ///
  /// - Returns: The jobs that it was about.
  private func revise(
    _ round: ClockRound, limit: Int, now: Instant
  ) throws(StoreFailure) -> [JobID] {
    var changes: [StoreChange] = []
    var told: [EngineNote] = []
    let jobs: [JobID]
    switch round.stage {
    case .events(let kind):
      let events = try store.dueEvents(of: kind, after: round.last, limit: limit)
      jobs = events.map(\.job)
      for event in events where event.at > now {
        try passingDamage { () throws(StoreFailure) in
          guard let job = try store.job(event.job),
            let at = revised(event, of: job, now: now), at != event.at
          else { return }
          move(event.kind, of: job, to: at, &changes, &told, now: now)
        }
      }
    case .ended:
      jobs = try store.jobsWithoutStart(before: now, after: round.last, limit: limit)
      for id in jobs {
        try passingDamage { () throws(StoreFailure) in
          guard let job = try store.job(id), job.schedules else { return }
          for kind in [DueEvent.Kind.start, .suspend] {
            guard let at = next(kind, of: job, now: now) else { continue }
            move(kind, of: job, to: at, &changes, &told, now: now)
          }
        }
      }
    }
    if !changes.isEmpty { try write(changes) }
    for note in told { notes.note(note) }
    return jobs
  }

  /// When an event that is to come does so by this clock; nil if nothing changes.
  private func revised(_ event: DueEvent, of job: Job, now: Instant) -> Instant? {
    // By this clock it may be another time of day already: the limits are set anew at once.
    if event.kind == .throttle { return now }
    if Self.isRest(event, of: job) {
      // What came while the zone was not there is still to be looked at.
      return min(event.at, Self.later(now))
    }
    guard let next = next(event.kind, of: job, now: now) else { return nil }
    // A start is only ever moved to an earlier slot: none is passed over without being looked at.
    return event.kind == .start ? min(event.at, next) : next
  }

  private func move(
    _ kind: DueEvent.Kind, of job: Job, to at: Instant, _ changes: inout [StoreChange],
    _ told: inout [EngineNote], now: Instant
  ) {
    changes.append(.due(job.id, kind, at))
    let slot = at.advanced(byMicroseconds: -job.startOffset)
    guard kind == .start, Self.isSlot(at, of: job), slot <= job.watermark else { return }
    told.append(.slotsComeAgain(job: job.definition.name, last: job.watermark, now: now))
  }
}
