public import Calendar

/// What can happen to a job.
public enum JobEvent: Hashable, Sendable {
  /// A person asks for a start.
  case start
  /// A person asks for a pause.
  case pause
  /// A person asks to end the run.
  case close
  /// A person asks to remove the job.
  case delete
  /// An instant of the start rule has come, or is made up for.
  case startSlot(Instant, Trigger)
  /// An instant of the suspend rule has come.
  case suspendSlot(Instant)
  /// The run has been under way for as long as it may.
  case timeUp
  /// What failed in an earlier run is to be tried again.
  case retry(RunInput, Effect.Operator)
  /// A new run of the root job takes what the retry was for.
  case superseded(by: RunNumber)
  /// The last retry of the job's family has ended.
  case familyIdle
  /// There is a place for one more running job.
  case admitted
  /// The daemon has started and finds the job in its state.
  case booted
  /// The mover says something about a run.
  case mover(MoverEvent)
}

/// What the mover reports about a job's run.
public enum MoverEvent: Hashable, Sendable {
  /// The ledger is there, both ends can be used.
  case prepared
  /// Everything that can be moved has been.
  case moved
  /// Stopped at an object's boundary, as asked.
  case halted
  /// Counted, synced, shrunk: this is how the run ended.
  case settled(Settlement)
  /// Cannot go on until somebody mends the cause; nothing is lost.
  case blocked(Phase, String)
  /// Can never go on.
  case broken(Phase, String)
  /// The run's ledgers are removed.
  case discarded

  /// The part of a run in which something happened.
  public enum Phase: Hashable, Sendable {
    /// Making the ledger and looking at both ends.
    case preparing
    /// Moving objects.
    case moving
    /// Ending the run.
    case settling
  }
}
