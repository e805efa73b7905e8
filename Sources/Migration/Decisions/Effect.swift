public import Calendar

/// What has to be done because of a decision: plain data, never a closure.
///
/// Records are written with the new state in one transaction; acts follow once that is durable.
public enum Effect: Hashable, Sendable {
  /// Part of the transaction.
  case record(Record)
  /// To be done after it.
  case act(Act)

  /// What goes into the database together with the new state.
  public enum Record: Hashable, Sendable {
    /// A new run of the job.
    case openRun(RunNumber, Trigger, slot: Instant?, input: RunInput)
    /// One line of the run's history; the counts are those known now, if any.
    case status(RunNumber, JobStatus, Operator, message: String)
    /// The run has ended with these figures.
    case endRun(RunNumber, Settlement)
    /// What failed in the run is to be retried later.
    case planRetry(RunNumber)
    /// The run can never go on: it ends with the figures that are known.
    case breakRun(RunNumber)
    /// What became of a slot.
    case slot(Instant, SlotOutcome)
    /// A slot waits for the end of the run that goes on; why its run will begin.
    case queue(Instant, Trigger)
    /// The slot waits no more; what became of it is recorded with this.
    case unqueue(Instant)
    /// One of the schedule's runs is spent.
    case spend
    /// The job and all that is kept of it goes.
    case remove
  }

  /// What the mover is asked to do for the job.
  public enum Act: Hashable, Sendable {
    /// Make the ledger, look at both ends.
    case prepare(RunNumber)
    /// Move objects until nothing is left.
    case move(RunNumber)
    /// Stop at the next object's boundary.
    case halt
    /// End the run: sync, count, shrink.
    case settle(RunNumber)
    /// Let go of the run: threads, files.
    case release
    /// Remove the ledgers of all the job's runs.
    case discard
  }

  /// Who caused a status change.
  public enum Operator: String, Hashable, Sendable {
    /// A person, by a request.
    case user
    /// The daemon: a schedule, a run's end, a cause found.
    case system
  }
}
