public import Calendar
public import Migration

/// One thing to write; a list of them is one transaction.
public enum StoreChange: Hashable, Sendable {
  /// A new address.
  case addAddress(Address)
  /// An address as it is from now on.
  case updateAddress(Address)
  /// An address that nobody uses goes.
  case removeAddress(Name)
  /// A new job.
  case addJob(NewJob)
  /// A decision about a job.
  case job(JobChange)
  /// What of a run still fails, by a retry of it that leaves nothing else behind.
  case remainder(JobID, RunNumber, Remainder)
  /// Retries that wait in a root job's family wait no more.
  case dropRetries(JobID)
  /// Old runs go, with their history and the slots that came before the first run that stays.
  case prune(JobID, runs: [RunNumber])
  /// One row of the timer queue, whatever the job is; nil removes it.
  case due(JobID, DueEvent.Kind, Instant?)
  /// All due rows of a zone's jobs are computed with this generation of its data; empty if that is
  /// not known.
  case zone(String, generation: String)
  /// All events have been looked at by a clock that shows this.
  case clock(Instant)
}
