public import Calendar
import Migration

// Due rows are computed from a zone's data. When those change, they are computed again, a batch in
// each round of the loop; the zone's row says so when the last batch is written, so that a daemon
// that ends before begins again.

extension Engine {
  /// The system's time zone data may have changed.
  public func zonesChanged(now: Instant) {
    zones.refresh()
    attempt { () throws(StoreFailure) in try findStaleZones() }
    wake(now: now)
  }

  /// Looks at each zone that a job names; there are only so many zones.
  func findStaleZones() throws(StoreFailure) {
    for (name, recorded) in try zoneGenerations() {
      if let present = zones.generation(of: name), present != recorded { staleZones.insert(name) }
    }
  }

  /// The rules of a job's zone; data that have changed are noticed in passing.
  func zone(of job: Job) -> ZoneRules? {
    let name = job.definition.schedule.timeZone
    guard let rules = zones.zone(named: name) else { return nil }
    if let recorded = recordedZones?[name], recorded != zones.generation(of: name) {
      staleZones.insert(name)
    }
    return rules
  }

  /// What due rows were computed with, as it is recorded.
  func zoneGenerations() throws(StoreFailure) -> [String: String] {
    if let recordedZones { return recordedZones }
    let read = try store.zoneGenerations()
    recordedZones = read
    return read
  }

  /// Commits changes.
  ///
  /// They may be computed with data that are not the recorded ones: from then on nobody can say
  /// which they all are, until the zone's jobs have been gone through. Data that come back meanwhile
  /// would pass for unchanged otherwise.
  func write(_ changes: [StoreChange]) throws(StoreFailure) {
    let unknown = staleZones.filter { recordedZones?[$0]?.isEmpty == false }.sorted()
    try store.commit(unknown.map { .zone($0, generation: "") } + changes)
    for name in unknown { recordedZones?[name] = "" }
  }

  /// Commits changes that may name zones; those named for the first time are recorded with them.
  func commitNaming(_ changes: [StoreChange]) throws(StoreFailure) {
    guard !changes.isEmpty else { return }
    let known = try zoneGenerations()
    var named: [String: String] = [:]
    for change in changes {
      let schedule: ScheduleRule
      switch change {
      case .addJob(let new): schedule = new.definition.schedule
      case .job(let change): schedule = change.job.definition.schedule
      default: continue
      }
      let name = schedule.timeZone
      if known[name] == nil { named[name] = zones.generation(of: name) ?? "" }
    }
    let rows = named.sorted { $0.key < $1.key }.map { StoreChange.zone($0, generation: $1) }
    try write(rows + changes)
    recordedZones?.merge(named) { $1 }
  }

  /// A job whose zone is not there rests; it is looked at again in an hour, or when the zone is back.
  func rest(_ job: Job, _ kind: DueEvent.Kind, now: Instant) throws(StoreFailure) {
    let zone = job.definition.schedule.timeZone
    notes.note(.zoneMissing(job: job.definition.name, zone: zone))
    var changes = [StoreChange.due(job.id, kind, Self.later(now))]
    // Nothing is computed with a zone that is not there: when it is back, that is a change.
    if try zoneGenerations()[zone] != "" { changes.append(.zone(zone, generation: "")) }
    try write(changes)
    recordedZones?[zone] = ""
  }

  // MARK: - Batches

  /// Computes the due rows of a batch of jobs again.
  ///
  /// - Parameter limit: How many jobs at most.
  func reviseZone(limit: Int, now: Instant) throws(StoreFailure) {
    let begun = zoneRound.flatMap { staleZones.contains($0.zone) ? $0 : nil }
    guard let name = begun?.zone ?? staleZones.min() else { return }
    guard let generation = zones.generation(of: name) else {
      // Gone again; what comes next is found as new.
      return endZone(name)
    }
    var round = ZoneRound(zone: name, generation: generation)
    if let begun, begun.generation == generation { round = begun }
    let jobs = try store.jobs(inZone: name, after: round.last, limit: limit)
    var changes: [StoreChange] = []
    for id in jobs {
      try passingDamage { () throws(StoreFailure) in
        guard let job = try store.job(id) else { return }
        changes += try revised(job, now: now)
      }
    }
    round.last = jobs.last ?? round.last
    round.jobs += jobs.count
    let isLast = jobs.count < limit
    if isLast { changes.append(.zone(name, generation: generation)) }
    if !changes.isEmpty { try write(changes) }
    zoneRound = round
    guard isLast else { return }
    recordedZones?[name] = generation
    endZone(name)
    if round.jobs > 0 { notes.note(.zoneChanged(zone: name, jobs: round.jobs)) }
  }

  private func endZone(_ name: String) {
    staleZones.remove(name)
    zoneRound = nil
  }

  /// A job's due rows by the rules that its zone has now, where they differ.
  ///
  /// A slot between the watermark and now becomes due at once, and is dealt with as after a
  /// downtime.
  func revised(_ job: Job, now: Instant) throws(StoreFailure) -> [StoreChange] {
    guard let zone = zone(of: job) else { return [] }
    var changes: [StoreChange] = []
    if job.state.moves, !job.definition.windows.isEmpty {
      changes.append(.due(job.id, .throttle, now))
    }
    guard job.schedules else { return changes }
    let events = try store.dueEvents(of: job.id)
    if job.definition.schedule.start != nil {
      let event = events.first { $0.kind == .start }
      let at = revisedStart(event, of: job, zone, now: now)
      if at != event?.at { changes.append(.due(job.id, .start, at)) }
    }
    if job.definition.schedule.suspend != nil {
      let event = events.first { $0.kind == .suspend }
      // What is under way was begun by a hand or a slot: only what came since can pause it.
      let base = job.state.isUnderWay ? min(job.stateSince, now) : now
      let at = job.nextSuspend(after: base, zone: zone)
      if at != event?.at { changes.append(.due(job.id, .suspend, at)) }
    }
    return changes
  }

  private func revisedStart(
    _ event: DueEvent?, of job: Job, _ zone: ZoneRules, now: Instant
  ) -> Instant? {
    if let event {
      // The clock was set back, and comes to it again.
      let slot = event.at.advanced(byMicroseconds: -job.startOffset)
      if slot <= job.watermark, Self.isSlot(event.at, of: job, in: zone) { return event.at }
    }
    guard job.watermark <= now else { return job.nextStart(after: now, zone: zone) }
    return job.definition.schedule.nextStart(after: job.watermark, in: zone)?
      .advanced(byMicroseconds: job.startOffset)
  }
}
