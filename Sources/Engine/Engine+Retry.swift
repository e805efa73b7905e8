import Calendar
import Migration

// Retries that ferry makes by itself, and how any retry is made.

extension Engine {
  /// The wait of a planned retry is over: it is made, put off or dropped.
  func retryDue(_ job: Job, now: Instant) throws(StoreFailure) {
    let root =
      try job.lineage.map { lineage throws(StoreFailure) in
        try store.job(lineage.root)
      } ?? job
    guard let root, let run = job.lastRun, let row = try store.run(run, of: job.id) else {
      return try write([.due(job.id, .retry, nil)])
    }
    if let why = whyNot(job, root, now: now) {
      return try drop(job, row, root, why)
    }
    if let later = try later(than: now, root) {
      return try write([.due(job.id, .retry, later)])
    }
    var facts = RetryFacts(
      status: job.state.status, run: run, failed: row.counts.failed, remainder: row.remainder)
    try complete(&facts, for: job, root: root.id)
    if let objection = facts.objection(named: job.definition.name.text) {
      // A retry that a newer run has ended is still letting go.
      guard objection.code == .resultNotReadyRetry, try isOfOlderRun(facts.liveRetry, row, job)
      else { return try drop(job, row, root, objection.message) }
      let wait = max(ScheduleRule.second, job.definition.retry.firstWait)
      return try write([.due(job.id, .retry, now.advanced(byMicroseconds: wait))])
    }
    _ = try makeRetry(
      of: job, run, root: root, version: freshVersion(), isAutomatic: true, starts: true, now: now)
  }

  /// Why a retry that was planned is not wanted any more; nil if it is.
  private func whyNot(_ job: Job, _ root: Job, now: Instant) -> String? {
    if !job.definition.retry.isAutomatic { return "Auto=no" }
    if root.isRetired { return "its root job is retired" }
    if !root.definition.enabled { return "its root job is disabled" }
    if root.lastRun != job.lineage?.rootRun ?? job.lastRun {
      return "a newer run of its root job took its objects"
    }
    return nil
  }

  /// When to look again: the root's window is closed now; nil if the time is right.
  private func later(than now: Instant, _ root: Job) throws(StoreFailure) -> Instant? {
    let rule = root.definition.schedule
    guard rule.suspend != nil else { return nil }
    guard let zone = zone(of: root) else { return Self.later(now) }
    guard let closed = rule.lastSuspend(upTo: now, in: zone),
      rule.lastStart(upTo: now, in: zone).map({ $0 <= closed }) ?? true
    else { return nil }
    // After the start itself, which may open a run that takes these objects too.
    return rule.nextStart(after: now, in: zone)?.advanced(byMicroseconds: ScheduleRule.second)
      ?? now.advanced(byMicroseconds: ScheduleRule.day)
  }

  private func isOfOlderRun(_ retry: Name?, _ run: Run, _ job: Job) throws(StoreFailure) -> Bool {
    guard let retry, let other = try store.job(named: retry)?.lineage else { return false }
    return other.rootRun != job.lineage?.rootRun ?? run.number
  }

  private func drop(
    _ job: Job, _ row: Run, _ root: Job, _ why: String
  ) throws(StoreFailure) {
    try write([.due(job.id, .retry, nil)])
    notes.note(.retryDropped(job: job.definition.name, run: row.number, why: why), of: job)
  }

  /// The summary of a chain that ends with a run; nil if it goes on, or the run is no retry.
  func chainEnd(_ own: Decided, _ settlement: Settlement) throws(StoreFailure) -> EngineNote? {
    let isGoingOn = own.change.records.contains {
      if case .planRetry = $0 { true } else { false }
    }
    guard !isGoingOn, let lineage = own.change.job.lineage, let above = settlement.ancestors.last,
      let root = try store.job(lineage.root),
      let first = try store.run(lineage.rootRun, of: lineage.root)
    else { return nil }
    return .chainEnded(
      job: root.definition.name, run: lineage.rootRun, failed: first.counts.failed,
      recovered: settlement.recovered, remainder: above.remainder)
  }

  /// The summary of a chain that ends with a run which cannot go on, by what was known before it.
  func brokenChainEnd(_ own: Decided) throws(StoreFailure) -> EngineNote? {
    guard own.breaksRun, let lineage = own.change.job.lineage,
      let root = try store.job(lineage.root),
      let first = try store.run(lineage.rootRun, of: lineage.root)
    else { return nil }
    let failed = first.counts.failed
    let left = first.remainder ?? Remainder(failing: failed)
    return .chainEnded(
      job: root.definition.name, run: lineage.rootRun, failed: failed,
      recovered: max(0, failed - left.failing), remainder: left)
  }

  // MARK: - Any retry

  /// The facts that the database itself knows.
  func complete(
    _ facts: inout RetryFacts, for job: Job, root: JobID
  ) throws(StoreFailure) {
    facts.liveRetry = try atWork(beside: job, root: root)
    facts.depth = (job.lineage?.depth ?? 0) + 1
    facts.maxDepth = job.definition.retry.maxDepth
    facts.subJobs = try store.subJobCount()
    facts.maxSubJobs = limits.maxJobs
  }

  /// The job of a family that is at work on the objects of another: a retry that is alive, or the
  /// root in a newer run; nil if there is none.
  ///
  /// A retry of an older run that nobody has started is at work on nothing: the newer run has taken
  /// its objects.
  func atWork(beside job: Job, root: JobID) throws(StoreFailure) -> Name? {
    if job.id != root, let root = try store.job(root),
      root.state.isAtWork || root.state.status == .suspended
    {
      return root.definition.name
    }
    let run = job.lineage?.rootRun ?? job.lastRun
    for id in try store.liveSubJobs(ofRoot: root) where id != job.id {
      guard let other = try store.job(id) else { continue }
      if other.state == .begin, other.lineage?.rootRun != run { continue }
      return other.definition.name
    }
    return nil
  }

  /// Makes a sub-job of what a run left and opens its first run, in one transaction.
  func makeRetry(
    of job: Job, _ run: RunNumber, root: Job, version: String, isAutomatic: Bool, starts: Bool,
    now: Instant
  ) throws(StoreFailure) -> Job {
    let lineage = Lineage(
      parent: job.id, parentRun: run, root: root.id,
      rootRun: job.lineage?.rootRun ?? run, depth: (job.lineage?.depth ?? 0) + 1,
      isAutomatic: isAutomatic)
    let name = try freeName(root: root.definition.name, now: now)
    return try addSubJob(
      named: name, like: root, lineage, version: version,
      starts: starts ? (isAutomatic ? .system : .user) : nil, of: job.definition.name, now: now)
  }

  /// The retries that wait for what a new one takes: its parent's own, and those below it.
  private func dropWaiting(from lineage: Lineage) throws(StoreFailure) -> [StoreChange] {
    // A root has many sub-jobs, of old runs too; one statement knows them all.
    if lineage.parent == lineage.root { return [.dropRetries(lineage.root)] }
    let below = try descendants(of: lineage.parent).map(\.id)
    return ([lineage.parent] + below).map { .due($0, .retry, nil) }
  }

  /// A retry's name by the server's wall; the next free second if it is taken.
  private func freeName(root: Name, now: Instant) throws(StoreFailure) -> Name {
    let zone = zones.zone(named: serverZone) ?? .utc
    var instant = now
    while true {
      let stamp = LocalTime(instant, in: zone).description.filter(\.isNumber)
      let name: Name
      do {
        name = try RetryName.name(root: root, stamp: stamp)
      } catch {
        throw StoreFailure(.failed, "no retry can be named: \(error.message)")
      }
      guard try store.job(named: name) != nil else { return name }
      instant = instant.advanced(byMicroseconds: ScheduleRule.second)
    }
  }

  /// Adds a sub-job that moves what its parent's run left, as its root moves everything.
  ///
  /// It keeps the root's rules as a schedule that is spent: they open nothing and only say when it
  /// may run.
  func addSubJob(
    named name: Name, like root: Job, _ lineage: Lineage, version: String,
    starts cause: Effect.Operator?, of waiting: Name, now: Instant
  ) throws(StoreFailure) -> Job {
    var definition = root.definition
    definition.name = name
    definition.enabled = true
    definition.schedule.maxCount = 0
    definition.schedule.jitter = 0
    definition.schedule.overlap = .skip
    let job = Job(
      id: JobID(rawValue: 0), version: version, definition: definition, origin: .api,
      lineage: lineage, stateSince: now, watermark: now, created: now, modified: now)
    var new = NewJob(
      definition: definition, origin: .api, lineage: lineage, version: version, created: now)
    var own = Decided(before: .begin, change: JobChange(job: job, at: now))
    if let cause {
      own = try settled(.retry(job.input, cause), job, now: now)
      (new.state, new.records) = (own.change.job.state, own.change.records)
      new.due = own.change.due
    }
    try write([.addJob(new)] + dropWaiting(from: lineage))
    guard let made = try store.job(named: name) else {
      throw StoreFailure(.failed, "job '\(name)' was made and is not there")
    }
    own.change.job = made
    own.remarks = [.retryMade(job: waiting, run: lineage.parentRun, retry: name)]
    follow(own)
    return made
  }
}
