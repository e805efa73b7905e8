/// Where a run's objects come from.
public enum RunInput: Hashable, Sendable {
  /// The source is listed.
  case listing
  /// What of an earlier run still fails; nothing else is listed.
  case failures(of: JobID, run: RunNumber)
}
