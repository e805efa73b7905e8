import Engine
import Migration
import Platform
import Server
import Store
import Wire

extension Control {
  func retryJob(
    named name: String, _ request: RetryRequest, by peer: Peer
  ) throws(Refusal) -> RetriedJobView {
    let job = try reader.job(named: name)
    // Local addresses need no secret: what was given is dropped here.
    let wish = RetryWish(
      version: UUIDText.random(), starts: request.starts, look: try look(at: job))
    guard case .retry(let made, let root) = try gate.perform(.retryJob(job.definition.name, wish))
    else { throw Self.unexpected }
    return RetriedJobView(
      waits: job.definition.name.text, retry: made.definition.name.text, root: root.text)
  }

  /// Makes a sub-job by hand of a request that names its parent.
  func createSubJob(_ request: JobRequest) throws(Refusal) -> CreatedJobView {
    let found = try reader.read { (store) throws(StoreFailure) in
      try store.job(version: request.parentVersion)
    }
    guard let parent = found else {
      throw Refusal(
        .noSuchParent,
        "ParentVersion: no job has the ID '\(request.parentVersion.prefix(60))'; "
          + "get-job shows a job's ID as its Version")
    }
    let new = NewJob(
      definition: try parent.definition.ofSubJob(request), origin: .api,
      version: UUIDText.random(), created: WallClock.now())
    let command = Command.createSubJob(
      new, parent: parent.version, try look(at: parent))
    switch try gate.perform(command) {
    case .job(let job), .retry(let job, _): return CreatedJobView(job, warnings: [])
    case .address, .done: throw Self.unexpected
    }
  }

  /// What the decision about a retry needs to know from outside the database.
  ///
  /// A dead mount can take seconds to look at: it is not looked at for a job whose newest run has
  /// not ended, which decides the matter already.
  private func look(at job: Job) throws(Refusal) -> RetryLook {
    guard job.state.status == .finished, let run = job.lastRun else {
      return RetryLook(run: job.lastRun, remainder: nil)
    }
    let remainder = try remainder(of: run, job)
    var look = RetryLook(run: run, remainder: remainder)
    guard let remainder, remainder.retryable > 0 else { return look }
    for side in [job.definition.source, job.definition.destination] {
      let address = try reader.address(named: side.text)
      let found = AddressProbe.look(
        at: address, paths: paths, needsList: false, now: WallClock.now())
      guard let problem = found.problem else { continue }
      look.unreachable = "address '\(side)' cannot be used: \(problem.message)"
      break
    }
    return look
  }

  /// What of a run that has ended still fails.
  private func remainder(of number: RunNumber, _ job: Job) throws(Refusal) -> Remainder? {
    let run = try reader.read { (store) throws(StoreFailure) in try store.run(number, of: job.id) }
    guard let run, run.counts.failed > 0 else { return run?.remainder }
    let familyRun = try familyRun(job, number)
    do throws(LedgerError) {
      return try failures.remainder(of: familyRun)
    } catch {
      guard error.isBroken else { return nil }
      throw Refusal(.resultNotReadyRetry, error.description)
    }
  }

  /// A run with its family's root.
  func familyRun(_ job: Job, _ run: RunNumber) throws(Refusal) -> FamilyRun {
    guard let lineage = job.lineage else { return FamilyRun(job, run, root: nil) }
    let root = try reader.read { (store) throws(StoreFailure) in try store.job(lineage.root) }
    return FamilyRun(job, run, root: root)
  }
}

extension JobDefinition {
  /// What a sub-job by hand is to do: its root's definition, which this is a copy of, but for what
  /// a request may say otherwise.
  ///
  /// - Throws: `InvalidArgument` for what has to be the parent's.
  fileprivate func ofSubJob(_ request: JobRequest) throws(Refusal) -> JobDefinition {
    for (field, given, own) in [
      ("SrcAddress", request.source, source), ("DestAddress", request.destination, destination),
    ] where given != own.text {
      throw Refusal(
        .invalidArgument,
        "\(field): '\(given.prefix(63))' is not that of the parent job, '\(own)'; "
          + "a sub-job moves between the same addresses")
    }
    let filter = FilterShape(
      excludeFolders: excludesFolders, excludeSymlinks: excludesSymlinks)
    guard request.filter == FilterShape() || request.filter == filter else {
      throw Refusal(
        .invalidArgument,
        "FilterRule: a sub-job takes what of its parent's run still fails; leave this out")
    }
    var what = self
    what.name = try Name(request.name, of: "job")
    what.overwrite = request.overwrite
    what.keepsModified = request.keepsModified
    what.schedule.maxCount = 0
    if request.throttle != .none { what.throttle = request.throttle }
    if let time = request.maxRunTime { what.maxRunTime = time }
    what.retry = request.retry.turning(retry)
    what.history = request.history.turning(history)
    if !request.tags.isEmpty { what.tags = request.tags }
    what.enabled = true
    return what
  }
}
