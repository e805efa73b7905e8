import Engine
import Migration
import Store
import Wire

extension Control {
  func failures(_ query: FailuresQuery) throws(Refusal) -> FailuresView {
    let job = try reader.job(named: query.jobName)
    var view = FailuresView(
      jobName: job.definition.name.text, source: job.definition.source.text,
      destination: job.definition.destination.text)
    guard let number = query.run.map(RunNumber.init) ?? job.lastRun else { return view }
    view.runtimeId = number.description
    _ = try run(number, of: job)
    let page = try failures.page(
      of: try familyRun(job, number), after: query.marker, all: query.all, limit: query.count + 1)
    var bytes = 0
    for listed in page.prefix(query.count) {
      // A page of the longest keys there are is still an answer that a client reads.
      bytes += listed.failure.key.bytes.count + listed.failure.text.utf8.count
      if bytes > Self.pageBytes, !view.entries.isEmpty { break }
      view.entries.append(FailureEntry(listed))
    }
    view.truncated = view.entries.count < page.count
    if view.truncated { view.nextMarker = view.entries.last?.encodedKey ?? "" }
    return view
  }

  /// What the keys and texts of a page may come to; as JSON they are up to eight times as long.
  private static let pageBytes = 1 << 20

  func result(ofJobNamed name: String, run: Int64?) throws(Refusal) -> JobResultView {
    let job = try reader.job(named: name)
    var view = JobResultView(
      jobName: job.definition.name.text, version: job.version,
      runStatus: job.state.status.rawValue)
    guard let number = run.map(RunNumber.init) ?? job.lastRun else { return view }
    let run = try self.run(number, of: job)
    view.runtimeId = number.description
    view.counts = run.counts
    if job.state.run == number {
      if run.ended == nil { view.counts = try figures(of: job, number) }
    } else {
      view.runStatus = try newestStatus(of: job, number)?.rawValue ?? ""
    }
    let familyRun = try familyRun(job, number)
    // The list tells the reasons too; without it the figures that are kept have to do.
    let mayFail = run.counts.failed > 0 && run.ended != nil
    let listed = mayFail ? try? failures.remainder(of: familyRun) : nil
    let remainder = run.ended == nil ? nil : listed ?? run.remainder
    let live = try liveRetry(of: familyRun)
    // Without its list nothing can be retried, whatever the figures say.
    view.readyRetry = RetryReadiness(mayFail ? listed : remainder, hasLiveRetry: live != nil)
    view.stillFailing = remainder?.failing ?? -1
    view.retryable = remainder?.retryable ?? 0
    view.reasons = remainder?.reasons ?? [:]
    view.retryJob = live?.definition.name.text ?? ""
    return view
  }

  private func run(_ number: RunNumber, of job: Job) throws(Refusal) -> Run {
    let run = try reader.read { (store) throws(StoreFailure) in try store.run(number, of: job.id) }
    guard let run else {
      throw Refusal(.noSuchRun, "job '\(job.definition.name)' has no run \(number)")
    }
    return run
  }

  /// The figures of a run that has not ended: the mover's, or those of its last look.
  private func figures(of job: Job, _ run: RunNumber) throws(Refusal) -> RunCounts {
    if let live = board.progress(of: job.id) { return live }
    let commits = try reader.read { (store) throws(StoreFailure) in
      try store.commits(of: job.id, run: run, before: nil, limit: 1)
    }
    return commits.first?.counts ?? RunCounts()
  }

  private func newestStatus(of job: Job, _ run: RunNumber) throws(Refusal) -> JobStatus? {
    try reader.read { (store) throws(StoreFailure) in
      try store.commits(of: job.id, run: run, before: nil, limit: 1).first?.status
    }
  }

  /// The retry of a run's family that has not ended.
  private func liveRetry(of run: FamilyRun) throws(Refusal) -> Job? {
    let root = run.job.lineage?.root ?? run.job.id
    let number = run.job.lineage?.rootRun ?? run.number
    return try reader.read { (store) throws(StoreFailure) in
      try store.family(of: root, run: number, limit: 1000).jobs.first { $0.isLiveRetry }
    }
  }
}

extension Job {
  /// Whether it is a sub-job that may still move something.
  fileprivate var isLiveRetry: Bool {
    switch state.status {
    case .begin, .launching, .preparing, .doing, .suspended, .closing: lineage != nil
    case .finished, .interrupted, .deleting: false
    }
  }
}

extension FailureEntry {
  /// A failed object as clients see it.
  init(_ listed: ListedFailure) {
    let failure = listed.failure
    self.init(
      key: failure.key, kind: failure.kind, size: failure.size, modified: failure.modified,
      code: failure.code, reason: failure.text, attempts: Int64(failure.attempts),
      isRecovered: listed.isRecovered)
  }
}
