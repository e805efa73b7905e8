public import Calendar
import Migration

extension Engine {
  /// Deals with everything that is due; called when the timer fires and after every change.
  public func wake(now: Instant) {
    recordReports(now: now)
    guard !isDraining else { return }
    attempt { () throws(StoreFailure) in
      // A batch at a time: requests and reports come between.
      for event in try store.dueEvents(until: now, limit: 256) { try deal(with: event, now: now) }
      try admit(now: now)
    }
  }

  /// When `wake` has to be called next; nil if nothing is due ever.
  public func nextWake(now: Instant) -> Instant? {
    if isDraining { return nil }
    if storeTrouble != nil { return now.advanced(byMicroseconds: 1_000_000) }
    do {
      return try store.nextDue()
    } catch {
      storeTrouble = error
      notes.note(.storeFailed(error))
      return now.advanced(byMicroseconds: 1_000_000)
    }
  }

  /// Deals with one due event; a job that cannot be read does not stop the others.
  private func deal(with event: DueEvent, now: Instant) throws(StoreFailure) {
    do {
      guard let job = try store.job(event.job) else {
        return try store.commit([.due(event.job, event.kind, nil)])
      }
      switch event.kind {
      case .start: try startDue(job, at: event.at, now: now)
      case .suspend: try suspendDue(job, at: event.at, now: now)
      }
    } catch  where error.kind == .corrupt {
      notes.note(.storeFailed(error))
      let later = now.advanced(byMicroseconds: Self.anHour)
      try store.commit([.due(event.job, event.kind, later)])
    }
  }

  private func startDue(_ job: Job, at due: Instant, now: Instant) throws(StoreFailure) {
    guard let zone = zone(of: job) else { return try rest(job, .start, now: now) }
    guard let slots = DueSlots(job.definition.schedule, due: due, now: now, zone: zone) else {
      return try reschedule(.start, of: job, now: now)
    }
    let skipped = slots.missed.map {
      [SlotStretch(first: $0.first, last: $0.last, count: $0.count, reason: .missed)]
    }
    guard let (slot, trigger) = slots.start else {
      return try pass(job, slots, skipped ?? [], now: now)
    }
    do {
      try happen(
        .startSlot(slot, trigger), to: job, watermark: slots.newest, skipped: skipped ?? [],
        due: [.start: slots.next], now: now)
    } catch  where error.kind == .conflict {
      // The slot has its run already: the clock was set back behind a watermark that was wrong.
      try pass(job, slots, [], now: now)
    }
  }

  private func suspendDue(_ job: Job, at due: Instant, now: Instant) throws(StoreFailure) {
    guard let zone = zone(of: job) else { return try rest(job, .suspend, now: now) }
    try happen(
      .suspendSlot(due), to: job, due: [.suspend: job.nextSuspend(after: now, zone: zone)],
      now: now)
  }

  /// Passes over slots without starting anything.
  private func pass(
    _ job: Job, _ slots: DueSlots, _ skipped: [SlotStretch], now: Instant
  ) throws(StoreFailure) {
    var change = JobChange(job: job, skipped: skipped, due: [.start: slots.next], at: now)
    change.job.watermark = max(job.watermark, slots.newest)
    try store.commit([.job(change)])
    tell(from: job.state, change)
  }

  /// A job whose zone is not there rests; it is looked at again in an hour.
  private func rest(
    _ job: Job, _ kind: DueEvent.Kind, now: Instant
  ) throws(StoreFailure) {
    notes.note(.zoneMissing(job: job.definition.name, zone: job.definition.schedule.timeZone))
    try store.commit([.due(job.id, kind, now.advanced(byMicroseconds: Self.anHour))])
  }

  private static let anHour: Int64 = 3_600_000_000

  func zone(of job: Job) -> ZoneRules? {
    zones.zone(named: job.definition.schedule.timeZone)
  }

  /// When a rule of a job fires next; nil if never.
  func next(_ kind: DueEvent.Kind, of job: Job, now: Instant) -> Instant? {
    guard let zone = zone(of: job) else { return now.advanced(byMicroseconds: Self.anHour) }
    return switch kind {
    case .start: job.nextStart(after: now, zone: zone)
    case .suspend: job.nextSuspend(after: now, zone: zone)
    }
  }

  private func reschedule(
    _ kind: DueEvent.Kind, of job: Job, now: Instant
  ) throws(StoreFailure) {
    let change = JobChange(job: job, due: [kind: next(kind, of: job, now: now)], at: now)
    try store.commit([.job(change)])
  }

  // MARK: - The clock

  /// The wall clock was set: every event that was still to come is looked at again.
  ///
  /// Forward, what was stepped over is due and is dealt with as after a downtime. Backward, a slot
  /// that was acted on stays so: its watermark holds, unless a clock that had been far in the
  /// future left it there.
  public func clockStepped(now: Instant) {
    notes.note(.clockStepped(now: now))
    attempt { () throws(StoreFailure) in
      for kind in DueEvent.Kind.allCases { try rescheduleAll(kind, now: now) }
    }
    wake(now: now)
  }

  private func rescheduleAll(_ kind: DueEvent.Kind, now: Instant) throws(StoreFailure) {
    var last: JobID?
    while true {
      let events = try store.dueEvents(of: kind, after: last, limit: 256)
      guard let newest = events.last else { return }
      for event in events where event.at > now {
        guard let job = try store.job(event.job) else { continue }
        try reschedule(kind, of: clamped(job, now: now), now: now)
      }
      last = newest.job
    }
  }

  /// The job with a watermark that a right clock could have left.
  ///
  /// It is moved back only when it is more than a day and more than a period of the rule ahead:
  /// a smaller step back waits, so that no slot is acted on twice.
  private func clamped(_ job: Job, now: Instant) -> Job {
    let ahead = job.watermark.microseconds(since: now)
    guard ahead > ScheduleRule.day, let zone = zone(of: job),
      let expression = job.definition.schedule.start?.expression,
      let after = expression.next(after: job.watermark, in: zone),
      ahead > after.microseconds(since: job.watermark)
    else { return job }
    var clamped = job
    clamped.watermark = now
    notes.note(.watermarkMoved(job: job.definition.name, from: job.watermark, to: now))
    return clamped
  }
}
