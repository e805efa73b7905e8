public import Migration

/// The port to what moves objects.
///
/// No call blocks; answers come to the loop as `MoverEvent`s.
///
/// Whatever was asked before is ended first: a `settle` after a `halt` begins when the run has
/// stopped. A halted run answers with `halted` only, a released one with nothing more.
public protocol MoverPort: AnyObject {
  /// Makes or opens the run's ledger and looks at both ends.
  func prepare(_ job: Job, run: RunNumber)
  /// Moves what the ledger's plan leaves to do.
  func move(_ job: Job, run: RunNumber)
  /// Stops at the next object's boundary.
  func halt(_ job: JobID)
  /// Ends the run: syncs, counts, shrinks the ledger.
  func settle(_ job: Job, run: RunNumber)
  /// Lets go of the run's threads and files, and says so by `Engine.released`.
  func release(_ job: JobID)
  /// Stops what goes on and removes the ledgers of all the job's runs.
  func discard(_ job: JobID)
  /// Removes the ledgers of runs that have ended and of which nothing is kept any more.
  func forget(_ job: JobID, runs: [RunNumber])
  /// New limits for a run that may be going on.
  func setThrottle(_ throttle: Throttle, of job: JobID)
  /// The figures of a run that is going on; nil if none is.
  func progress(of job: JobID) -> RunCounts?
}
