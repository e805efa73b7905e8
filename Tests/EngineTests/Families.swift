import Calendar
import Engine
import Migration
import Store
import Testing

// A world with retries: runs that leave failures, and what becomes of them.

extension World {
  /// A run's end with so many objects that failed, of which so many could be moved by a retry.
  func settlement(
    failed: Int64, retryable: Int64? = nil, above: [Settlement.Ancestor] = []
  ) -> Settlement {
    var counts = RunCounts()
    (counts.total, counts.copied, counts.failed, counts.listed) = (10, 10 - failed, failed, true)
    let left = Remainder(failing: failed, retryable: retryable ?? failed)
    return Settlement(counts, remainder: left, ancestors: above)
  }

  /// A whole run of a job that leaves failures.
  func fail(_ name: String, failed: Int64 = 3, retryable: Int64? = nil) throws {
    let job = try job(name)
    mover.settlements[job.id] = settlement(
      failed: failed, retryable: retryable, above: try above(job, failing: failed))
    try complete(name)
    mover.settlements[job.id] = nil
  }

  /// A retry moves all that was left.
  func recover(_ name: String) throws {
    let job = try job(name)
    mover.settlements[job.id] = settlement(failed: 0, above: try above(job, failing: 0))
    try complete(name)
    mover.settlements[job.id] = nil
  }

  func above(_ job: Job, failing: Int64) throws -> [Settlement.Ancestor] {
    var found: [Settlement.Ancestor] = []
    var lineage = job.lineage
    while let here = lineage {
      found.append(
        .init(
          job: here.parent, run: here.parentRun,
          remainder: Remainder(failing: failing, retryable: failing)))
      lineage = try database.job(here.parent)?.lineage
    }
    return found
  }

  /// What a request for a retry finds when all is well.
  func wish(_ name: String, failing: Int64 = 3, starts: Bool = true) throws -> RetryWish {
    RetryWish(
      version: identity(), starts: starts,
      look: RetryLook(
        run: try job(name).lastRun, remainder: Remainder(failing: failing, retryable: failing)))
  }

  /// Asks for a retry; its name.
  @discardableResult
  func retry(_ name: String, starts: Bool = true) throws -> String {
    let wanted = try wish(name, starts: starts)
    guard case .retry(let made, _) = try perform(.retryJob(try Name(name, of: "job"), wanted))
    else { throw BrokenPromise(what: "no retry") }
    return made.definition.name.text
  }

  /// The names of a job's sub-jobs, in the order in which they were made.
  func subJobs(_ name: String) throws -> [String] {
    try database.subJobs(of: try job(name).id).compactMap {
      try database.job($0)?.definition.name.text
    }
  }

  /// What the log was told about retries and old runs, in words.
  var retryNotes: [String] {
    notes.notes.compactMap { note in
      switch note {
      case .retryPlanned(let job, let run, _): "planned \(job) \(run)"
      case .retryMade(let job, let run, let retry): "made \(job) \(run) \(retry)"
      case .retryDropped(let job, let run, let why): "dropped \(job) \(run): \(why)"
      case .chainEnded(let job, let run, let failed, _, let left):
        "ended \(job) \(run): \(failed) failed, \(left.failing) left"
      case .pruned(let job, let runs): "pruned \(job) \(runs)"
      default: nil
      }
    }
  }
}
