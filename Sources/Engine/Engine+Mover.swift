public import Calendar
public import Migration

extension Engine {
  /// The mover reports about a run.
  public func reported(_ event: MoverEvent, job: JobID, run: RunNumber, now: Instant) {
    unrecorded.append(MoverReport(event: event, job: job, run: run))
    recordReports(now: now)
  }

  /// Records what the mover has said, each job's in its order, as far as the store takes it.
  func recordReports(now: Instant) {
    var refused: Set<JobID> = []
    var next = 0
    while next < unrecorded.count {
      let report = unrecorded[next]
      let isTaken =
        !refused.contains(report.job)
        && attempt { () throws(StoreFailure) in try take(report, now: now) }
      if isTaken {
        unrecorded.remove(at: next)
        continue
      }
      // Without space or lock nothing can be recorded; any other trouble is that job's own.
      if storeTrouble?.isForAll == true { return }
      refused.insert(report.job)
      next += 1
    }
    guard !isDraining else { return }
    attempt { () throws(StoreFailure) in try admit(now: now) }
  }

  private func take(_ report: MoverReport, now: Instant) throws(StoreFailure) {
    let isTaken = try passingDamage { () throws(StoreFailure) in
      try takeReadable(report, now: now)
    }
    guard !isTaken else { return }
    // Nobody can decide about this run any more: the mover shall not wait for that.
    mover.halt(report.job)
    release(report.job)
  }

  private func takeReadable(_ report: MoverReport, now: Instant) throws(StoreFailure) {
    guard let job = try store.job(report.job) else { return release(report.job) }
    if case .settled(let settlement) = report.event, job.state == .deleting {
      return try keep(settlement.ancestors)
    }
    // A report about a run that the job has left behind changes nothing.
    guard report.event == .discarded || job.state.run == report.run else { return }
    if isDraining {
      switch report.event {
      // The ledger knows how far the run is; the next daemon goes on from there.
      case .prepared, .moved, .halted: return
      case .settled, .blocked, .broken, .discarded: break
      }
    }
    try happen(.mover(report.event), to: try shut(job, now: now), now: now)
  }

  /// A retry that is being removed has told its family what it moved until then.
  private func keep(_ ancestors: [Settlement.Ancestor]) throws(StoreFailure) {
    guard !ancestors.isEmpty else { return }
    try write(ancestors.map { .remainder($0.job, $0.run, $0.remainder) })
  }

  /// Gives up a slot that waits if the job's window has shut and the loop has not come to that yet:
  /// the run that ends now would open one that is paused at once.
  func shut(_ job: Job, now: Instant) throws(StoreFailure) -> Job {
    guard let slot = job.queued, let zone = zone(of: job) else { return job }
    let suspend = try store.dueEvents(of: job.id).first { $0.kind == .suspend && $0.at <= now }
    let rule = job.definition.schedule
    guard let suspend, !Self.isRest(suspend, of: job),
      rule.isClosed(since: rule.lastStart(upTo: now, in: zone) ?? slot, now: now, in: zone)
    else { return job }
    var change = JobChange(job: job, records: [.unqueue(slot)], at: now)
    change.job.queued = nil
    change.skipped = [SlotStretch(first: slot, last: slot, count: 1, reason: .closed)]
    try write([.job(change)])
    follow(Decided(before: job.state, change: change))
    return change.job
  }

  /// So many jobs that cannot be read do not keep the others from their places.
  private static let damagedJobs = 64

  /// Gives free places to those that have waited longest.
  func admit(now: Instant) throws(StoreFailure) {
    guard !isDraining, shortage == nil else { return }
    for subJobs in [false, true] { try admit(subJobs: subJobs, now: now) }
  }

  /// Retries have places of their own: many of them do not keep the jobs from starting.
  private func admit(subJobs: Bool, now: Instant) throws(StoreFailure) {
    var free = limits.maxRunningJobs - (try store.placesHeld(bySubJobs: subJobs))
    guard free > 0 else { return }
    // A job whose last run the mover still holds has to wait until it let go.
    let limit = free + sessionCount + Self.damagedJobs
    for id in try store.waitingJobs(subJobs: subJobs, limit: limit) where free > 0 && !isHeld(id) {
      try passingDamage { () throws(StoreFailure) in
        guard let job = try store.job(id) else { return }
        try happen(.admitted, to: job, now: now)
        free -= 1
      }
    }
  }
}
