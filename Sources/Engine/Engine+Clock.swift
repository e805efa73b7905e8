public import Calendar
import Migration

extension Engine {
  /// The wall clock was set: every event that was still to come is looked at again.
  ///
  /// Forward, what was stepped over is due and is dealt with as after a downtime. Backward, a slot
  /// that was acted on stays so: its watermark holds, unless a clock that had been far in the
  /// future left it there.
  public func clockStepped(now: Instant) {
    notes.note(.clockStepped(now: now))
    owesReschedule = true
    wake(now: now)
  }

  /// Notices at start that the last daemon lived by a clock that was far ahead.
  ///
  /// A watermark in the future tells, or, for what leaves none, the events that come last in the
  /// timer queue: start-up does not look at all jobs.
  func reschedule(afterClockWasAheadOf now: Instant) throws(StoreFailure) {
    if try store.hasWatermark(after: now.advanced(byMicroseconds: ScheduleRule.day)) {
      owesReschedule = true
    }
    for event in try store.latestDueEvents(limit: 16) where event.at > now {
      try passingDamage { () throws(StoreFailure) in
        guard let job = try store.job(event.job) else { return }
        if isAhead(job, of: now) || isLate(event, of: job, now: now) { owesReschedule = true }
      }
    }
    if owesReschedule { try rescheduleAll(now: now) } else { try reviveEnded(now: now) }
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

  /// Looks again at all events that are to come.
  func rescheduleAll(now: Instant) throws(StoreFailure) {
    for kind in DueEvent.Kind.allCases { try rescheduleAll(kind, now: now) }
    try reviveEnded(now: now)
    owesReschedule = false
  }

  /// Takes up schedules that a clock far in the future took to be over.
  private func reviveEnded(now: Instant) throws(StoreFailure) {
    var last: JobID?
    while true {
      let jobs = try store.jobsWithoutStart(before: now, after: last, limit: 256)
      guard let newest = jobs.last else { return }
      var changes: [StoreChange] = []
      var told: [EngineNote] = []
      for id in jobs {
        try passingDamage { () throws(StoreFailure) in
          guard let job = try store.job(id), job.schedules else { return }
          if isAhead(job, of: now) {
            told.append(
              .watermarkMoved(job: job.definition.name, from: job.watermark, to: now))
            return changes.append(.job(try clamped(job, now: now)))
          }
          for kind in [DueEvent.Kind.start, .suspend] {
            if let at = next(kind, of: job, now: now) { changes.append(.due(id, kind, at)) }
          }
        }
      }
      if !changes.isEmpty { try store.commit(changes) }
      for note in told { notes.note(note) }
      last = newest
    }
  }

  private func rescheduleAll(_ kind: DueEvent.Kind, now: Instant) throws(StoreFailure) {
    var last: JobID?
    while true {
      let events = try store.dueEvents(of: kind, after: last, limit: 256)
      guard let newest = events.last else { return }
      var changes: [StoreChange] = []
      var told: [EngineNote] = []
      for event in events where event.at > now {
        try passingDamage { () throws(StoreFailure) in
          guard let job = try store.job(event.job) else { return }
          if isAhead(job, of: now) {
            changes.append(.job(try clamped(job, now: now)))
            told.append(
              .watermarkMoved(job: job.definition.name, from: job.watermark, to: now))
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
      }
      // A transaction for many jobs: a step of the clock must not keep the loop from its work.
      if !changes.isEmpty { try store.commit(changes) }
      for note in told { notes.note(note) }
      last = newest.job
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
