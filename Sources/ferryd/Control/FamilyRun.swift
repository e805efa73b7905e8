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
}
