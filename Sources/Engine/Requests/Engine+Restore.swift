public import Calendar
public import Migration

// What a state that comes from a backup has to have done to it before a daemon may use it: nothing
// that lies between the backup and now is to happen by itself.

extension Engine {
  /// What became of the jobs of a backup.
  public struct Restored: Hashable, Sendable {
    /// Runs that were going on, or paused, and cannot go on any more.
    public var interrupted = 0
    /// Starts that were passed over.
    public var passedOver: Int64 = 0
    /// Retries that were waited for and are not made.
    public var dropped = 0
    /// Jobs that cannot be read.
    public var damaged = 0
  }

  /// Settles the jobs of a backup: no start before `now` is made up for, no run goes on without its
  /// ledger, no retry that was waited for comes by itself.
  ///
  /// - Parameters:
  ///   - jobs: A page of the jobs after a number; empty at the end.
  ///   - why: What interrupted runs are told to be interrupted by.
  ///   - now: The wall clock.
  public func settleBackup(
    _ jobs: (JobID?) throws(StoreFailure) -> [JobID], why: String, now: Instant
  ) throws(StoreFailure) -> Restored {
    var restored = Restored()
    // All schedules first: the end of a run must not open one for a slot that waits in its family.
    for isRuns in [false, true] {
      var last: JobID?
      while true {
        let page = try jobs(last)
        guard let next = page.last else { break }
        last = next
        try store.together { () throws(StoreFailure) in
          for id in page {
            let isReadable = try passingDamage { () throws(StoreFailure) in
              guard let job = try store.job(id) else { return }
              try isRuns
                ? endBackedUp(job, why, &restored, now: now) : passOver(job, &restored, now: now)
            }
            if !isReadable, isRuns { restored.damaged += 1 }
          }
        }
      }
    }
    return restored
  }

  /// Settles what a schedule in force has named since the backup, and what is to come.
  private func passOver(
    _ job: Job, _ restored: inout Restored, now: Instant
  ) throws(StoreFailure) {
    var change = JobChange(job: job, at: now)
    // A schedule that rests, or is spent, keeps its past until a hand puts it in force again.
    if job.lineage == nil, job.schedules || job.queued != nil {
      try endPast(of: job, .missed, in: &change, now: now)
      for kind in [DueEvent.Kind.start, .suspend] {
        change.due[kind] = .some(next(kind, of: change.job, now: now))
      }
    }
    if try store.dueEvents(of: job.id).contains(where: { $0.kind == .retry }) {
      change.due[.retry] = .some(nil)
      restored.dropped += 1
    }
    restored.passedOver += change.skipped.reduce(0) { $0 + $1.count }
    guard !change.due.isEmpty || !change.skipped.isEmpty else { return }
    _ = try stretchNotes(of: &change)
    try write([.job(change)])
  }

  /// A run whose ledger is not in the backup cannot go on; its job can.
  private func endBackedUp(
    _ job: Job, _ why: String, _ restored: inout Restored, now: Instant
  ) throws(StoreFailure) {
    switch job.state {
    case .launching, .preparing, .doing, .suspended, .closing: break
    case .begin, .finished, .interrupted, .deleting: return
    }
    let phase: MoverEvent.Phase = job.state.status == .closing ? .settling : .moving
    try happen(.mover(.broken(phase, why)), to: job, now: now)
    restored.interrupted += 1
  }
}
