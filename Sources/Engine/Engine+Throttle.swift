import Calendar
import Migration

// A job's limits by the time of day: set when a run begins to move, and at each edge of a window
// while it goes on. At other times nothing is due.

extension Engine {
  /// The job as the mover is to see it now: with the limits of this time of day.
  func limited(_ job: Job, now: Instant) -> Job {
    guard !job.definition.windows.isEmpty else { return job }
    var job = job
    job.definition.throttle = job.definition.limits(at: now, in: zone(of: job))
    return job
  }

  /// Tells the mover the limits of this time of day.
  func setLimits(of job: Job, now: Instant) {
    mover.setThrottle(limited(job, now: now).definition.throttle, of: job.id)
  }

  /// When the limits of a run that goes on change next; nil if they do not.
  func nextLimits(of job: Job, now: Instant) -> Instant? {
    guard job.state.moves, !job.definition.windows.isEmpty else { return nil }
    // Without its zone nobody knows the time of day: the plain limits hold until it is back.
    guard let zone = zone(of: job) else { return Self.later(now) }
    return job.definition.nextLimits(after: now, in: zone)
  }

  /// The edge of a window has come, or has to be looked for again.
  func throttleDue(_ job: Job, now: Instant) throws(StoreFailure) {
    setLimits(of: job, now: now)
    if job.state.moves, !job.definition.windows.isEmpty, zone(of: job) == nil {
      return try rest(job, .throttle, now: now)
    }
    try write([.due(job.id, .throttle, nextLimits(of: job, now: now))])
  }

  /// Whether the edges of a job's windows lie elsewhere by another definition.
  func changesLimits(_ old: JobDefinition, _ new: JobDefinition) -> Bool {
    old.windows != new.windows || old.throttle != new.throttle
      || old.throttleIsByHand != new.throttleIsByHand
      || old.schedule.timeZone != new.schedule.timeZone
  }
}
