import Migration

/// A run together with its family's root run, which knows what of it still fails.
struct FamilyRun {
  /// The run's job.
  let job: Job
  /// Its number.
  let number: RunNumber
  /// The top ancestor; nil for a root job's run.
  let root: Job?

  /// The place in a family.
  init(_ job: Job, _ number: RunNumber, root: Job?) {
    self.job = job
    self.number = number
    self.root = root
  }

  /// The root run from which the whole chain comes.
  var rootRun: (job: JobID, run: RunNumber) {
    job.lineage.map { ($0.root, $0.rootRun) } ?? (job.id, number)
  }
}
