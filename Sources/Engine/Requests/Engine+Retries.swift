import Calendar
import Migration

// What a person asks for about retries, and about families of jobs.

extension Engine {
  /// Makes a sub-job of what a job's newest run left.
  func retry(_ name: Name, _ wish: RetryWish, now: Instant) throws(Refusal) -> CommandResult {
    let job = try kept { () throws(StoreFailure) in try store.job(named: name) }
    let facts = try kept { () throws(StoreFailure) in try self.facts(wish.look, of: job) }
    if let objection = facts.objection(named: name.text) { throw objection }
    guard let job, let run = facts.run else { throw Self.gone(name) }
    let root = try root(of: job)
    let made = try kept { () throws(StoreFailure) in
      try makeRetry(
        of: job, run, root: root, version: wish.version, isAutomatic: false, starts: wish.starts,
        now: now)
    }
    attempt { () throws(StoreFailure) in try admit(now: now) }
    return .retry(try existingJob(made.definition.name), root: root.definition.name)
  }

  /// Makes a sub-job by hand; the parent's rules of retrying hold for it too.
  func createSubJob(
    _ new: NewJob, parent version: String, _ look: RetryLook, now: Instant
  ) throws(Refusal) -> Job {
    let name = new.definition.name
    guard let parent = try kept({ () throws(StoreFailure) in try store.job(version: version) })
    else {
      throw Refusal(
        .noSuchParent,
        "The specified parent job does not exist: no job has the ID '\(ObjectKey(version))'; "
          + "get-job shows a job's ID as Version")
    }
    guard try kept({ () throws(StoreFailure) in try store.job(named: name) }) == nil else {
      throw Refusal(
        .jobAlreadyExists,
        "there is a job '\(name)' already; choose another name or delete it first")
    }
    let (root, what) = (try root(of: parent), new.definition)
    guard what.source == root.definition.source, what.destination == root.definition.destination
    else {
      throw Refusal(
        .invalidArgument,
        "a sub-job of '\(parent.definition.name)' moves what its parent could not, from "
          + "'\(root.definition.source)' to '\(root.definition.destination)': name these two")
    }
    let facts = try kept { () throws(StoreFailure) in try self.facts(look, of: parent) }
    if let objection = facts.objection(named: parent.definition.name.text) { throw objection }
    guard let run = facts.run else { throw Self.gone(parent.definition.name) }
    let lineage = Lineage(
      parent: parent.id, parentRun: run, root: root.id, rootRun: parent.lineage?.rootRun ?? run,
      depth: facts.depth, isAutomatic: false)
    return try kept { () throws(StoreFailure) in
      try addSubJob(
        named: name, like: root, lineage, version: new.version, starts: nil,
        of: parent.definition.name, now: now)
    }
  }

  /// All facts about a retry: those that were looked at outside, and those of the database.
  private func facts(_ look: RetryLook, of job: Job?) throws(StoreFailure) -> RetryFacts {
    var facts = RetryFacts(status: job?.state.status, run: job?.lastRun)
    guard let job else { return facts }
    let row = try job.lastRun.flatMap { run throws(StoreFailure) in
      try store.run(run, of: job.id)
    }
    facts.run = row?.number
    facts.failed = row?.counts.failed ?? 0
    // Of an older run nothing is known: somebody has started the job meanwhile.
    facts.remainder = look.run == row?.number ? look.remainder : nil
    facts.lacksSecret = look.lacksSecret
    facts.unreachable = look.unreachable
    try complete(&facts, for: job, root: job.lineage?.root ?? job.id)
    return facts
  }

  /// Of one family only one member is at work.
  func refuseSecondRetry(_ job: Job) throws(Refusal) {
    guard let lineage = job.lineage else { return }
    let other = try kept { () throws(StoreFailure) in
      try atWork(beside: job, root: lineage.root)
    }
    guard let other else { return }
    throw Refusal(
      .resultNotReadyRetry,
      "job '\(other)' of the same family takes these objects already; wait for its "
        + "end, or end it first with close-job, or with delete-job if it was never started")
  }

  // MARK: - Removing

  func deleteJob(named name: Name, cascade: Bool, now: Instant) throws(Refusal) {
    let job = try existingJob(name)
    if case .file(let path) = job.origin, !job.isRetired {
      throw Refusal(
        .invalidArgument, "job '\(name)' is defined by \(path); remove that file and restart ferryd"
      )
    }
    let below = try kept { () throws(StoreFailure) in try descendants(of: job.id) }
      .filter { $0.state != .deleting }
    guard cascade || below.isEmpty else {
      let names = below.prefix(3).map(\.definition.name.text).joined(separator: ", ")
      throw Refusal(
        .jobHasDescendants,
        "job '\(name)' has \(below.count) sub-job\(below.count == 1 ? "" : "s") (\(names)"
          + "\(below.count > 3 ? ", …" : "")); delete them first, or give --cascade-delete")
    }
    guard !below.isEmpty else {
      _ = try ask(.delete, of: job, now: now)
      return
    }
    guard job.state != .deleting else {
      throw Refusal(.jobInDeleting, "job '\(name)' is being removed")
    }
    try kept { () throws(StoreFailure) in
      var decided: [Decided] = []
      for each in below + [job] { decided.append(try settled(.delete, each, now: now)) }
      try record(decided)
    }
  }

  /// The sub-jobs of a job, and theirs, the deepest last.
  func descendants(of job: JobID) throws(StoreFailure) -> [Job] {
    var found: [Job] = []
    var parents = [job]
    while !parents.isEmpty {
      var next: [JobID] = []
      for parent in parents { next += try store.subJobs(of: parent) }
      for id in next { if let job = try store.job(id) { found.append(job) } }
      parents = next
    }
    return found
  }

  // MARK: - Pieces

  private func root(of job: Job) throws(Refusal) -> Job {
    guard let lineage = job.lineage else { return job }
    guard let root = try kept({ () throws(StoreFailure) in try store.job(lineage.root) }) else {
      throw Refusal(
        .noSuchJob, "the root job of '\(job.definition.name)' is gone; nothing can be retried")
    }
    return root
  }

  private static func gone(_ name: Name) -> Refusal {
    Refusal(.noSuchJob, "The specified import job does not exist: '\(name)'; list-job shows them")
  }
}
