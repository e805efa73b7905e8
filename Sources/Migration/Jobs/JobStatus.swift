/// A job's status as the wire names it.
public enum JobStatus: String, Hashable, Sendable, CaseIterable {
  /// Made, never started.
  case begin = "IMPORT_JOB_BEGIN"
  /// Start asked for; waits for a place.
  case launching = "IMPORT_JOB_LAUNCHING"
  /// Makes its ledger, looks at both ends.
  case preparing = "IMPORT_JOB_PREPARING"
  /// Moves objects.
  case doing = "IMPORT_JOB_DOING"
  /// Paused.
  case suspended = "IMPORT_JOB_SUSPEND"
  /// Ends its run.
  case closing = "IMPORT_JOB_CLOSING"
  /// Its newest run has ended; whether all went well, the counts tell.
  case finished = "IMPORT_JOB_FINISHED"
  /// Its newest run cannot go on.
  case interrupted = "IMPORT_JOB_INTERRUPTED"
  /// Is being removed.
  case deleting = "IMPORT_JOB_DELETING"
}

extension JobStatus {
  /// The status in a word, for people.
  public var word: String {
    switch self {
    case .begin: "created"
    case .launching: "starting"
    case .preparing: "preparing"
    case .doing: "migrating"
    case .suspended: "paused"
    case .closing: "closing"
    case .finished: "finished"
    case .interrupted: "interrupted"
    case .deleting: "deleting"
    }
  }

  /// Whether something has to go on after a restart of the daemon.
  public var isUnsettled: Bool {
    switch self {
    case .launching, .preparing, .doing, .closing, .deleting: true
    case .begin, .suspended, .finished, .interrupted: false
    }
  }
}
