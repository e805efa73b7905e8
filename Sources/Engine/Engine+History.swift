import Calendar
import Migration

// What is kept of old runs: the newest ones, with their ledgers, slots and retries.

extension Engine {
  /// So many runs go in one transaction.
  private static let pruneBatch = 32

  /// Whether a job has runs that are not kept any more.
  func hasOldRuns(_ job: Job) throws(StoreFailure) -> Bool {
    guard job.lineage == nil else { return false }
    return try !oldRuns(of: job, limit: 1).isEmpty
  }

  /// Removes old runs of a job, a batch at a time, with the retries that come from them.
  func pruneDue(_ job: Job, now: Instant) throws(StoreFailure) {
    let old = try oldRuns(of: job, limit: Self.pruneBatch)
    var going: [RunNumber] = []
    var decided: [Decided] = []
    for run in old {
      guard let retries = try endedFamily(of: job.id, run, now: now) else { break }
      going.append(run)
      decided += retries
    }
    // A retry that is still alive reads the ledgers of those above it: they wait for its end.
    let isMore = going.count == Self.pruneBatch
    var changes = decided.map { StoreChange.job($0.change) }
    if !going.isEmpty { changes.append(.prune(job.id, runs: going)) }
    try write(changes + [.due(job.id, .prune, isMore ? now : nil)])
    for each in decided { follow(each) }
    guard !going.isEmpty else { return }
    mover.forget(job.id, runs: going)
    notes.note(.pruned(job: job.definition.name, runs: going.count))
  }

  private func oldRuns(of job: Job, limit: Int) throws(StoreFailure) -> [RunNumber] {
    let policy = job.definition.history
    return try store.runs(
      of: job.id, beyond: policy.keepRuns, orOlderThan: policy.keepTime, limit: limit)
  }

  /// The removal of a run's retries; nil if one of them has not ended.
  private func endedFamily(
    of root: JobID, _ run: RunNumber, now: Instant
  ) throws(StoreFailure) -> [Decided]? {
    var decided: [Decided] = []
    for id in try store.family(of: root, run: run) {
      guard let job = try store.job(id), job.state != .deleting else { continue }
      guard !job.state.status.isUnsettled, job.state.status != .suspended else { return nil }
      decided.append(try settled(.delete, job, now: now))
    }
    return decided
  }
}
