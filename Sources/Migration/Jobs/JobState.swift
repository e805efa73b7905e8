/// Where a job stands, with exactly what that state needs.
public enum JobState: Hashable, Sendable {
  /// Made, never started.
  case begin
  /// Waits for a place to go on with a run.
  case launching(RunNumber)
  /// The run's ledger is being made and both ends looked at.
  case preparing(RunNumber)
  /// Objects are being moved.
  case doing(RunNumber)
  /// Paused; a start continues the same run.
  case suspended(RunNumber, Pause)
  /// The run is being settled: synced, counted, its ledger shrunk.
  case closing(RunNumber, Ending)
  /// The newest run has ended.
  case finished(RunNumber)
  /// The newest run cannot go on, for this reason.
  case interrupted(RunNumber, reason: String)
  /// Is being removed.
  case deleting

  /// Who or what paused a run.
  public enum Pause: Hashable, Sendable {
    /// A person; only a person resumes it.
    case hand
    /// The suspend rule; the start rule resumes it.
    case schedule
    /// A cause that can be healed; the text says what to do.
    case attention(String)
  }

  /// How a run came to its end.
  public enum Ending: Hashable, Sendable {
    /// All that was to be moved has been tried.
    case complete
    /// Somebody, a time limit or a newer run ended it early: it is not retried by itself.
    case cut
  }

  /// The status as the wire names it.
  public var status: JobStatus {
    switch self {
    case .begin: .begin
    case .launching: .launching
    case .preparing: .preparing
    case .doing: .doing
    case .suspended: .suspended
    case .closing: .closing
    case .finished: .finished
    case .interrupted: .interrupted
    case .deleting: .deleting
    }
  }

  /// The run that the state speaks of; nil before the first and while deleting.
  public var run: RunNumber? {
    switch self {
    case .begin, .deleting: nil
    case .launching(let run), .preparing(let run), .doing(let run), .suspended(let run, _),
      .closing(let run, _), .finished(let run), .interrupted(let run, _):
      run
    }
  }

  /// Whether a run goes on or waits for its place: what `MaxRunTime=` counts.
  public var isUnderWay: Bool {
    switch self {
    case .launching, .preparing, .doing: true
    case .begin, .suspended, .closing, .finished, .interrupted, .deleting: false
    }
  }

  /// Whether its suspend rule has paused it.
  public var isPausedBySchedule: Bool {
    if case .suspended(_, .schedule) = self { true } else { false }
  }

  /// What a person has to mend, if anything.
  public var attention: String? {
    switch self {
    case .suspended(_, .attention(let text)): text
    case .interrupted(_, let reason): reason
    case .begin, .launching, .preparing, .doing, .suspended, .closing, .finished, .deleting: nil
    }
  }
}
