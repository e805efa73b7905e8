public import Calendar
import Migration

extension Engine {
  /// Deals with everything that is due; called when the timer fires and after every change.
  ///
  /// - Returns: Whether it was looked at what is due; false while the store refuses.
  @discardableResult
  public func wake(now: Instant) -> Bool {
    let before = refusals
    if storeTrouble != nil, !isAnswering(now: now) { return false }
    recordReports(now: now)
    if !isDraining {
      attempt { () throws(StoreFailure) in
        try revise(now: now)
        let due = try store.dueEvents(until: now, limit: Self.batch)
        if !due.isEmpty { try deal(with: due, now: now) }
        try together { () throws(StoreFailure) in try admit(now: now) }
      }
    }
    guard refusals == before else { return false }
    // What only reads goes well without space too: a whole round, and the proof before it, tell.
    if storeTrouble != nil, unrecorded.isEmpty {
      storeTrouble = nil
      notes.note(.storeRecovered)
    }
    return true
  }

  /// Writes something to the disk if nothing was written since the last time.
  ///
  /// Whoever watches over the loop wants to know it now and then; a disk that hangs holds it up here.
  public func prove(now: Instant) {
    attempt { () throws(StoreFailure) in try store.prove(at: now) }
  }

  /// Whether the store takes anything again: before that nothing else is asked of it.
  private func isAnswering(now: Instant) -> Bool {
    do {
      try store.prove(at: now)
      return true
    } catch {
      refused(error)
      return !error.isForAll
    }
  }

  /// When `wake` has to be called next; nil if nothing is due ever.
  public func nextWake(now: Instant) -> Instant? {
    if isDraining { return nil }
    if storeTrouble != nil { return now.advanced(byMicroseconds: 1_000_000) }
    if owesRevision { return now }
    do {
      let next = try store.nextDue()
      guard shortage != nil else { return next }
      // Nobody tells of space that is there again.
      let look = now.advanced(byMicroseconds: 10_000_000)
      return next.map { min($0, look) } ?? look
    } catch {
      refused(error)
      return now.advanced(byMicroseconds: 1_000_000)
    }
  }

  /// Whether there are due rows to compute again.
  private var owesRevision: Bool {
    clockStep != 0 || clockRound != nil || !staleZones.isEmpty
  }

  /// Computes a batch of due rows again, if the clock was set or a zone's data have changed.
  func revise(now: Instant) throws(StoreFailure) {
    _ = try zoneGenerations()
    try shiftRuns(now: now)
    let left = try reviseAfterStep(limit: Self.batch, now: now)
    if left > 0 { try reviseZone(limit: left, now: now) }
  }

  /// So many rows are dealt with in a round: requests and reports come between.
  static let batch = 256

  /// Deals with due events in one transaction, or one by one if it cannot be that.
  private func deal(with due: [DueEvent], now: Instant) throws(StoreFailure) {
    do throws(StoreFailure) {
      return try together { () throws(StoreFailure) in
        for event in due { try deal(with: event, now: now) }
      }
    } catch {
      guard !error.isForAll else { throw error }
    }
    // What one of them is in the way of must not keep the others waiting.
    var trouble: StoreFailure?
    for event in due {
      do throws(StoreFailure) {
        try deal(with: event, now: now)
      } catch {
        trouble = trouble ?? error
      }
    }
    if let trouble { throw trouble }
  }

  /// Deals with one due event; a job that cannot be read does not stop the others.
  private func deal(with event: DueEvent, now: Instant) throws(StoreFailure) {
    let isReadable = try passingDamage { () throws(StoreFailure) in
      guard let job = try store.job(event.job), job.schedules || !event.kind.isOfRule else {
        return try write([.due(event.job, event.kind, nil)])
      }
      switch event.kind {
      case .start: try startDue(job, at: event.at, now: now)
      case .suspend: try suspendDue(job, at: event.at, now: now)
      case .limit: try limitDue(job, now: now)
      case .retry: try retryDue(job, now: now)
      case .prune: try pruneDue(job, now: now)
      case .throttle: try throttleDue(job, now: now)
      }
    }
    guard !isReadable else { return }
    try write([.due(event.job, event.kind, Self.later(now))])
  }

  /// Deals with the slots of a start rule that have come.
  ///
  /// One that comes in time is acted on even up to the watermark: there the clock was set back. What
  /// has started or resumed a run does not do it again, what was skipped is used now, and what
  /// comes late, up to there, stays as it is.
  private func startDue(_ job: Job, at due: Instant, now: Instant) throws(StoreFailure) {
    guard let zone = zone(of: job) else { return try rest(job, .start, now: now) }
    let rule = job.definition.schedule
    // Where the zone was not there, or has other rules now, what came since the watermark has not
    // been looked at.
    let isSlot = Self.isSlot(due, of: job, in: zone)
    let open =
      rule.nextStart(after: job.watermark, in: zone)?.advanced(byMicroseconds: job.startOffset)
      ?? due
    let first = isSlot ? min(due, open) : open
    let slots = DueSlots(
      rule, due: first, now: now, zone: zone, offset: job.startOffset, watermark: job.watermark,
      continues: job.state.isPausedBySchedule)
    guard let slots else { return try reschedule(.start, of: job, now: now) }
    let skipped = try passedOver(slots, of: job, zone, now: now)
    guard let (slot, trigger) = slots.start else {
      return try pass(job, slots, skipped, now: now)
    }
    let kept = slot > job.watermark ? nil : try store.keptSlot(slot, of: job.id)
    // A run that the rules want to go on does, whatever else the slot was used for.
    guard kept != .used || job.state.isPausedBySchedule else {
      return try pass(job, slots, skipped, now: now)
    }
    do {
      try happen(
        .startSlot(slot, trigger), to: job, watermark: slots.newest, skipped: skipped,
        due: [.start: slots.next], kept: kept, now: now)
    } catch  where error.kind == .conflict {
      // The store's own guard: it has a run of that slot, of which nothing else is on record.
      try pass(job, slots, [], now: now)
    }
  }

  /// The slots that have come and are not acted on, as far as they have no outcome yet.
  private func passedOver(
    _ slots: DueSlots, of job: Job, _ zone: ZoneRules, now: Instant
  ) throws(StoreFailure) -> [SlotStretch] {
    // A sub-job's slots are its root's, where their outcomes stand.
    guard job.lineage == nil else { return [] }
    var skipped: [SlotStretch] = []
    // Up to the watermark all have their outcomes, which may be old enough to be gone; unless the
    // rules were made by a clock that was ahead of this one.
    if let missed = slots.missed, slots.newest > job.watermark || job.modified > now {
      skipped += try unsettled(from: missed.first, through: missed.last, of: job, .missed, zone)
    }
    if let slot = slots.closed {
      skipped += try unsettled(from: slot, through: slot, of: job, .closed, zone)
    }
    return skipped
  }

  private func suspendDue(_ job: Job, at due: Instant, now: Instant) throws(StoreFailure) {
    guard let zone = zone(of: job) else { return try rest(job, .suspend, now: now) }
    let rule = job.definition.schedule
    // Where the zone was not there, or has other rules now, what came after the run's last change
    // of status has not been looked at.
    let isSlot = rule.nextSuspend(after: due.advanced(byMicroseconds: -1), in: zone) == due
    let first = isSlot ? due : min(due, job.stateSince)
    guard let slot = rule.lastSuspend(upTo: now, in: zone), slot >= first
    else { return try reschedule(.suspend, of: job, now: now) }
    // Of two rules that have fired meanwhile the later one counts; a tie is a pause.
    if let start = rule.lastStart(upTo: now, in: zone), start > slot {
      return try reschedule(.suspend, of: job, now: now)
    }
    try happen(
      .suspendSlot(slot), to: job, due: [.suspend: job.nextSuspend(after: now, zone: zone)],
      now: now)
  }

  private func limitDue(_ job: Job, now: Instant) throws(StoreFailure) {
    guard let limit = job.runLimit(now: now), limit <= now else {
      return try reschedule(.limit, of: job, now: now)
    }
    try happen(.timeUp, to: job, due: [.limit: nil], now: now)
  }

  /// Passes over slots without starting anything.
  private func pass(
    _ job: Job, _ slots: DueSlots, _ skipped: [SlotStretch], now: Instant
  ) throws(StoreFailure) {
    var change = JobChange(job: job, skipped: skipped, due: [.start: slots.next], at: now)
    change.job.watermark = max(job.watermark, slots.newest)
    try record([Decided(before: job.state, change: change)])
  }

  private static let anHour: Int64 = 3_600_000_000

  /// In an hour, and between two milliseconds: slots are whole seconds and offsets whole
  /// milliseconds, so that this is none.
  static func later(_ now: Instant) -> Instant {
    let later = now.advanced(byMicroseconds: anHour)
    return later.microseconds % 1_000 == 0 ? later.advanced(byMicroseconds: 1) : later
  }

  /// Whether a start can be due then: a slot and the job's offset.
  static func isSlot(_ due: Instant, of job: Job) -> Bool {
    due.advanced(byMicroseconds: -job.startOffset).microseconds % 1_000_000 == 0
  }

  /// Whether a start is due then by the rules of the job's zone as they are now.
  static func isSlot(_ due: Instant, of job: Job, in zone: ZoneRules) -> Bool {
    let slot = due.advanced(byMicroseconds: -job.startOffset)
    let before = slot.advanced(byMicroseconds: -1)
    return job.definition.schedule.nextStart(after: before, in: zone) == slot
  }

  /// Whether an event of a rule waits for the job's zone to be there again.
  static func isRest(_ event: DueEvent, of job: Job) -> Bool {
    switch event.kind {
    case .start: !isSlot(event.at, of: job)
    case .suspend: event.at.microseconds % 1_000_000 != 0
    case .limit, .retry, .prune, .throttle: false
    }
  }

  /// When an event of a job comes next; nil if never.
  func next(_ kind: DueEvent.Kind, of job: Job, now: Instant) -> Instant? {
    let rule = job.definition.schedule
    switch kind {
    case .limit: return job.runLimit(now: now)
    case .prune: return now
    case .throttle: return nextLimits(of: job, now: now)
    case .retry:
      guard let run = job.lastRun else { return nil }
      let wait = job.definition.retry.wait(
        depth: job.lineage?.depth ?? 0, version: job.version, run: run)
      return min(job.stateSince, now).advanced(byMicroseconds: wait)
    case .start:
      guard job.schedules, rule.start != nil else { return nil }
      guard let zone = zone(of: job) else { return Self.later(now) }
      return job.nextStart(after: now, zone: zone)
    case .suspend:
      guard job.schedules, rule.suspend != nil else { return nil }
      guard let zone = zone(of: job) else { return Self.later(now) }
      return job.nextSuspend(after: now, zone: zone)
    }
  }

  private func reschedule(
    _ kind: DueEvent.Kind, of job: Job, now: Instant
  ) throws(StoreFailure) {
    try write([.due(job.id, kind, next(kind, of: job, now: now))])
  }
}
