import Engine
import Migration
import Platform
import Server
import Store
import Wire

extension Control {
  func retryJob(
    named name: String, _ request: RetryRequest, by caller: Caller
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

  /// Makes a sub-job by hand of a request that names its parent; only its limits may be others.
  func createSubJob(_ request: JobRequest) throws(Refusal) -> CreatedJobView {
    let found = try reader.read { (store) throws(StoreFailure) in
      try store.job(version: request.parentVersion)
    }
    guard let parent = found else {
      throw Refusal(
        .noSuchParent,
        "The specified parent job does not exist: no job has the ID "
          + "'\(ObjectKey(request.parentVersion).description.prefix(60))'; "
          + "get-job shows a job's ID as Version")
    }
    try parent.definition.refuseOther(request)
    let request = try withRootsSource(request, of: parent)
    let new = NewJob(
      definition: JobDefinition(
        name: try Name(request.name, of: "job"), source: try Name(request.source, of: "address"),
        destination: try Name(request.destination, of: "address"), overwrite: request.overwrite),
      origin: .api, version: UUIDText.random(), created: WallClock.now())
    let command = Command.createSubJob(new, parent: parent.version, try look(at: parent))
    guard case .job(let made) = try gate.perform(command) else { throw Self.unexpected }
    let throttle = request.throttle.turning(made.definition.throttle)
    if throttle != made.definition.throttle {
      // It is not started yet: no object moves by the limits of its root.
      _ = try gate.perform(.setThrottle(made.definition.name, throttle))
    }
    return CreatedJobView(made, warnings: [])
  }

  /// A request that names the daemon's own list of what the parent's newest run could not move has
  /// the root's source: a sub-job takes just these objects from there.
  private func withRootsSource(
    _ request: JobRequest, of parent: Job
  ) throws(Refusal) -> JobRequest {
    guard case .inventory(let place) = try reader.address(named: request.source).location,
      let list = ListDesk.origin(of: place.manifest.text, in: listFolder),
      list.version == parent.version, list.run == parent.lastRun?.rawValue
    else { return request }
    var request = request
    let root = try reader.read { (store) throws(StoreFailure) in
      try parent.lineage.flatMap { lineage throws(StoreFailure) in try store.job(lineage.root) }
    }
    request.source = (root ?? parent).definition.source.text
    return request
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
        at: address, paths: paths, secrets: secrets, needsList: false, now: WallClock.now())
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
  /// Refuses what a sub-job cannot have otherwise than its parent, of which this is the definition.
  fileprivate func refuseOther(_ request: JobRequest) throws(Refusal) {
    let others: [(field: String, isOther: Bool)] = [
      ("OverwriteMode", request.overwrite != overwrite),
      ("WithLastModifyTime, Verify or the like", request.copying.turning(copying) != copying),
      ("FilterRule", request.filter != FilterKnobs() && request.filter != FilterKnobs(filter)),
      ("MaxRunTime", request.maxRunTime != nil && request.maxRunTime != maxRunTime),
      ("Retry", request.retry.turning(retry) != retry),
      ("History", request.history.turning(history) != history),
      (
        "ThrottleWindows", request.windows.map { $0 != windows } ?? false
      ),
      ("Audit", request.logMode != nil && request.logMode != logMode),
      ("Tags", !request.tags.isEmpty && request.tags != tags),
    ]
    guard let other = others.first(where: \.isOther) else { return }
    let modes =
      other.field == "OverwriteMode"
      ? "give '\(overwrite.overwriteMode)' and '\(overwrite.transferMode)', as it has"
      : "leave this out"
    throw Refusal(
      .invalidArgument, "\(other.field): a sub-job moves as its root job does; \(modes)")
  }
}
