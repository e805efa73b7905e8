import Calendar
import Migration

// What a changed definition does to a job: the new rules count from now on, and what the old ones
// had named until now is settled.

extension Engine {
  /// The change that gives a job another definition.
  ///
  /// If its schedule changes, the watermark moves to now: the past is never replayed.
  func redefined(
    _ kept: Job, as definition: JobDefinition, now: Instant
  ) throws(StoreFailure) -> JobChange {
    var change = JobChange(job: kept, at: now)
    change.job.definition = definition
    change.job.isRetired = false
    change.job.modified = now
    let (old, new) = (kept.definition, definition)
    if kept.isRetired || old.schedule != new.schedule || old.enabled != new.enabled {
      let rests = !old.enabled || !new.enabled
      try endPast(of: kept, rests ? .disabled : .changed, in: &change, now: now)
      for kind in [DueEvent.Kind.start, .suspend] {
        change.due[kind] = .some(next(kind, of: change.job, now: now))
      }
    }
    let limit = change.job.runLimit(now: now)
    if limit != kept.runLimit(now: now) { change.due[.limit] = .some(limit) }
    if kept.state.moves, changesLimits(old, new) {
      change.due[.throttle] = .some(nextLimits(of: change.job, now: now))
    }
    return change
  }

  /// Settles what a schedule has named until now, as skipped, and moves the watermark to now.
  func endPast(
    of job: Job, _ reason: SlotOutcome.Skip, in change: inout JobChange, now: Instant
  ) throws(StoreFailure) {
    if let slot = job.queued {
      change.job.queued = nil
      change.records.append(.unqueue(slot))
      change.skipped.append(SlotStretch(first: slot, last: slot, count: 1, reason: reason))
    }
    change.skipped += try openSlots(of: job, reason, now: now)
    change.job.watermark = max(job.watermark, now)
  }

  /// Slots that have come by now and have no outcome yet.
  ///
  /// Those of a schedule that rested or is spent, those that its offset keeps waiting, and any that
  /// came since the loop last looked.
  func openSlots(
    of job: Job, _ reason: SlotOutcome.Skip, now: Instant
  ) throws(StoreFailure) -> [SlotStretch] {
    guard !job.isRetired, job.lineage == nil, let zone = zone(of: job) else { return [] }
    // What a schedule that is spent names starts nothing, whatever ends that.
    let isSpent = job.definition.enabled && job.facts.isExhausted
    let reason = isSpent ? .exhausted : reason
    var dealtWith = job.watermark
    if job.schedules {
      let due = try store.dueEvents(of: job.id).first { $0.kind == .start }
      guard let due else { return [] }
      if Self.isSlot(due.at, of: job, in: zone) {
        let before = due.at.advanced(byMicroseconds: -job.startOffset - 1)
        dealtWith = min(before, job.watermark)
      }
    }
    let rule = job.definition.schedule
    guard let first = rule.nextStart(after: dealtWith, in: zone),
      let last = rule.lastStart(upTo: now, in: zone)
    else { return [] }
    return try unsettled(from: first, through: last, of: job, reason, zone)
  }

  /// Settles what a spent schedule has named until a hand's run puts it in force again.
  func endSpent(_ own: inout Engine.Decided, over job: Job, now: Instant) throws(StoreFailure) {
    guard job.lineage == nil, !job.schedules, own.change.job.schedules else { return }
    own.change.skipped += try openSlots(of: job, .exhausted, now: now)
    own.change.job.watermark = max(own.change.job.watermark, now)
    own.change.due[.start] = .some(next(.start, of: own.change.job, now: now))
  }

  /// The slots from one to another without those that have an outcome, by a clock that was ahead.
  func unsettled(
    from first: Instant, through last: Instant, of job: Job, _ reason: SlotOutcome.Skip,
    _ zone: ZoneRules
  ) throws(StoreFailure) -> [SlotStretch] {
    let rule = job.definition.schedule
    var open: [SlotStretch] = []
    var next: Instant? = first
    while let first = next, first <= last {
      let settled = try store.settledSlots(of: job.id, from: first, through: last)
      let before = settled?.lowerBound.advanced(byMicroseconds: -1) ?? last
      if let end = rule.lastStart(upTo: before, in: zone), end >= first {
        let count = rule.countStarts(from: first, to: end, in: zone)
        open.append(SlotStretch(first: first, last: end, count: count, reason: reason))
      }
      next = settled.flatMap { rule.nextStart(after: $0.upperBound, in: zone) }
    }
    return open
  }

  // MARK: - Requests

  func redefine(
    _ name: Name, as definition: JobDefinition, over before: JobDefinition?, now: Instant
  ) throws(Refusal) -> Job {
    let job = try editableJob(name, "update-job")
    if var before {
      before.throttle = job.definition.throttle
      before.throttleIsByHand = job.definition.throttleIsByHand
      before.enabled = job.definition.enabled
      guard before == job.definition else { throw crossed(name) }
    }
    var definition = definition
    definition.name = job.definition.name
    definition.source = job.definition.source
    definition.destination = job.definition.destination
    definition.throttle = job.definition.throttle
    // Windows that are given anew hold; what was set by hand before is what holds outside of them.
    let hasOtherWindows = definition.windows != job.definition.windows
    definition.throttleIsByHand = !hasOtherWindows && job.definition.throttleIsByHand
    definition.enabled = job.definition.enabled
    if definition.schedule != job.definition.schedule {
      try checkSchedule(of: definition, now: now)
    }
    guard definition != job.definition else { return job }
    return try edit(job, as: definition, note: job.note, told: "changed", now: now)
  }

  func set(
    enabled: Bool, _ note: String, of name: Name, now: Instant
  ) throws(Refusal) -> Job {
    let job = try editableJob(name, enabled ? "enable" : "disable")
    var definition = job.definition
    definition.enabled = enabled
    let how = enabled ? "enabled" : "disabled"
    return try edit(
      job, as: definition, note: note, told: note.isEmpty ? how : "\(how): \(note)", now: now)
  }

  private func edit(
    _ job: Job, as definition: JobDefinition, note: String, told: String, now: Instant
  ) throws(Refusal) -> Job {
    var change = try kept { () throws(StoreFailure) in
      try redefined(job, as: definition, now: now)
    }
    change.job.note = note
    var decided = Decided(before: job.state, change: change)
    decided.notes = [.edited(job: job.definition.name, how: told)]
    try kept { () throws(StoreFailure) in
      decided.remarks += try stretchNotes(of: &decided.change)
      try commitNaming([.job(decided.change)])
    }
    follow(decided)
    if changesLimits(job.definition, definition) { setLimits(of: change.job, now: now) }
    return change.job
  }

  /// A job that a request may change: what a file defines is changed in the file.
  private func editableJob(_ name: Name, _ verb: String) throws(Refusal) -> Job {
    let job = try existingJob(name)
    if case .file(let path) = job.origin {
      let how = verb == "update-job" ? "change it there" : "write Enabled=yes or no there"
      throw Refusal(
        .invalidArgument, "job '\(name)' is defined by \(path); \(how), then 'ferry reload'")
    }
    guard job.state != .deleting else {
      throw Refusal(.jobInDeleting, "job '\(name)' is being removed")
    }
    guard job.lineage == nil else {
      throw Refusal(
        .invalidArgument,
        "job '\(name)' is a sub-job: it moves as its root job did when it was made; "
          + "start-job, pause-job, close-job and update-qos are possible")
    }
    return job
  }

  /// A schedule that somebody asks for can be kept: its zone is here, it fires, not too often.
  func checkSchedule(of what: JobDefinition, now: Instant) throws(Refusal) {
    guard let zone = zones.zone(named: what.schedule.timeZone) else {
      throw Refusal(
        .invalidArgument,
        "there is no time zone '\(ObjectKey(what.schedule.timeZone))' on this machine; "
          + "'timedatectl list-timezones' lists them")
    }
    if let problem = what.schedule.problem(
      in: zone, after: now, least: limits.minScheduleInterval)
    {
      throw Refusal(.invalidArgument, problem)
    }
  }
}
