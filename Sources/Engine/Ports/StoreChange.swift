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
  /// One row of the timer queue, whatever the job is; nil removes it.
  case due(JobID, DueEvent.Kind, Instant?)
}
