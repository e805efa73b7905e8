/// What became of one instant of a start rule.
public enum SlotOutcome: Hashable, Sendable {
  /// It opened this run.
  case started(RunNumber)
  /// It continued this suspended run.
  case resumed(RunNumber)
  /// It started nothing, for this reason.
  case skipped(Skip)

  /// Why a slot started nothing.
  public enum Skip: String, Hashable, Sendable, CaseIterable {
    /// The job was still running.
    case overlap
    /// A person had paused the job, or closed the run that the slot waited for.
    case held
    /// The daemon was down, the machine asleep, or the clock stepped over it.
    case missed
    /// The schedule's runs are all spent.
    case exhausted
    /// The suspend rule fired at the same instant, or before the slot was acted on.
    case closed
    /// The schedule rested.
    case disabled
    /// The schedule was changed before the slot was acted on.
    case changed
    /// The job was being removed.
    case deleting
  }
}
