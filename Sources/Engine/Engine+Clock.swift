public import Calendar
import Migration

// What a step of the wall clock means for events that are to come. They are looked at again a
// batch in each round of the loop; the store knows that some are owed, so that a daemon that ends
// before begins again.

extension Engine {
  /// The wall clock was set: every event that was still to come is looked at again.
  ///
  /// Forward, what was stepped over is due and is dealt with as after a downtime. Backward, a slot
  /// that was acted on stays so: its watermark holds, unless a clock that had been far in the
  /// future left it there. How long a run has been under way does not change.
  ///
  /// - Parameters:
  ///   - now: What it shows since.
  ///   - step: How far it was set, in microseconds, negative for backward; 0 if nobody knows.
  public func clockStepped(now: Instant, by step: Int64 = 0) {
    notes.note(.clockStepped(now: now))
    let (sum, overflow) = clockStep.addingReportingOverflow(step)
    clockStep = overflow ? 0 : sum
    clockRound = ClockRound(isRecorded: clockRound?.isRecorded ?? false)
    guard !isDraining else { return }
    attempt { () throws(StoreFailure) in try shiftRuns(now: now) }
    wake(now: now)
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

  /// Notices at start that the last daemon lived by a clock that was far ahead.
  ///
  /// A watermark in the future tells, or, for what leaves none, the events that come last in the
  /// timer queue: start-up does not look at all jobs.
  func findTracesOfWrongClock(now: Instant) throws(StoreFailure) {
    let isRecorded = try store.owesClockRound()
    var isOwed = isRecorded
    if try store.hasWatermark(after: now.advanced(byMicroseconds: ScheduleRule.day)) {
      isOwed = true
    }
    for event in try store.latestDueEvents(limit: 16) where event.at > now {
      try passingDamage { () throws(StoreFailure) in
        guard let job = try store.job(event.job) else { return }
        if isAhead(job, of: now) || isLate(event, of: job, now: now) { isOwed = true }
      }
    }
    clockRound = isOwed ? ClockRound(isRecorded: isRecorded) : .ended
  }

  /// Whether a pause or a limit was set by a clock that was ahead: those leave no watermark.
  private func isLate(_ event: DueEvent, of job: Job, now: Instant) -> Bool {
    switch event.kind {
    case .start: return false
    case .suspend:
      guard !Self.isRest(event, of: job), zone(of: job) != nil else { return false }
    case .limit, .retry: break
    case .prune: return false
    }
    return next(event.kind, of: job, now: now).map { $0 < event.at } ?? false
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
        if round.isRecorded { try write([.clockRound(owed: false)]) }
        clockRound = nil
        return left
      }
      clockRound = round
    }
    if !round.isRecorded { try write([.clockRound(owed: true)]) }
    clockRound?.isRecorded = true
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
          try revise(event, &changes, &told, now: now)
        }
      }
    case .ended:
      jobs = try store.jobsWithoutStart(before: now, after: round.last, limit: limit)
      for id in jobs {
        try passingDamage { () throws(StoreFailure) in
          try revive(id, &changes, &told, now: now)
        }
      }
    }
    if !changes.isEmpty { try write(changes) }
    for note in told { notes.note(note) }
    return jobs
  }

  private func revise(
    _ event: DueEvent, _ changes: inout [StoreChange], _ told: inout [EngineNote], now: Instant
  ) throws(StoreFailure) {
    guard let job = try store.job(event.job) else { return }
    let kind = event.kind
    if isAhead(job, of: now) {
      changes.append(.job(try clamped(job, now: now)))
      told.append(.watermarkMoved(job: job.definition.name, from: job.watermark, to: now))
    } else if Self.isRest(event, of: job) {
      // What came while the zone was not there is still to be looked at.
      let later = Self.later(now)
      if event.at > later { changes.append(.due(job.id, kind, later)) }
    } else if case let next = next(kind, of: job, now: now), next != event.at,
      !isOwed(event, of: job, before: next)
    {
      changes.append(.due(job.id, kind, next))
    }
  }

  /// Takes up a schedule that a clock far in the future took to be over.
  private func revive(
    _ id: JobID, _ changes: inout [StoreChange], _ told: inout [EngineNote], now: Instant
  ) throws(StoreFailure) {
    guard let job = try store.job(id), job.schedules else { return }
    if isAhead(job, of: now) {
      told.append(.watermarkMoved(job: job.definition.name, from: job.watermark, to: now))
      return changes.append(.job(try clamped(job, now: now)))
    }
    for kind in [DueEvent.Kind.start, .suspend] {
      if let at = next(kind, of: job, now: now) { changes.append(.due(id, kind, at)) }
    }
  }

  /// Whether an event stays though the next one would be later: its slot has been passed by a hand
  /// and has no outcome yet; it gets one when its time comes again.
  private func isOwed(_ event: DueEvent, of job: Job, before next: Instant?) -> Bool {
    guard event.kind == .start, next.map({ $0 > event.at }) ?? true, let zone = zone(of: job)
    else { return false }
    return Self.isSlot(event.at, of: job, in: zone)
  }

  /// Whether a job's watermark was left by a wrong clock.
  ///
  /// It was if it is more than a day and more than a period of its rule ahead. A smaller step back
  /// waits, so that no slot is acted on twice.
  func isAhead(_ job: Job, of now: Instant) -> Bool {
    let ahead = job.watermark.microseconds(since: now)
    guard ahead > ScheduleRule.day, let zone = zone(of: job) else { return false }
    guard let after = job.definition.schedule.nextStart(after: job.watermark, in: zone) else {
      return true
    }
    return ahead > after.microseconds(since: job.watermark)
  }

  /// The job with a watermark that a right clock could have left.
  ///
  /// Skipped slots that have not come yet are forgotten.
  private func clamped(_ job: Job, now: Instant) throws(StoreFailure) -> JobChange {
    var change = JobChange(job: job, at: now)
    change.job.watermark = now
    change.forgetsSkippedAfter = now
    // It comes again; its run is not opened before.
    if let slot = job.queued, slot > now {
      change.job.queued = nil
      change.records.append(.unqueue(slot))
    }
    if var cut = try store.skippedSlots(of: job.id, around: now), let zone = zone(of: job),
      let last = job.definition.schedule.lastStart(upTo: now, in: zone), last >= cut.first
    {
      cut.last = last
      cut.count = job.definition.schedule.countStarts(from: cut.first, to: last, in: zone)
      change.skipped = [cut]
    }
    for kind in DueEvent.Kind.allCases {
      change.due[kind] = .some(next(kind, of: change.job, now: now))
    }
    return change
  }
}
