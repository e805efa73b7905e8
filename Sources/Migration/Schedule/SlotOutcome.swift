/// What became of one instant of a start rule.
public enum SlotOutcome: Hashable, Sendable {
  /// It opened this run.
  case started(RunNumber)
  /// It continued this suspended run.
  case resumed(RunNumber)
  /// It started nothing, for this reason.
  case skipped(Skip)

  /// Why a slot started nothing.
  public enum Skip: String, Hashable, Sendable {
    /// The job was still running.
    case overlap
    /// A person had paused the job.
    case held
    /// The daemon was down, the machine asleep, or the clock stepped over it.
    case missed
    /// The schedule's runs are all spent.
    case exhausted
    /// The schedule rested.
    case disabled
    /// The job was being removed.
    case deleting
  }
}
