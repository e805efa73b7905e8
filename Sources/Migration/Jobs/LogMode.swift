/// Which objects of a job's runs get a line of their own in the log.
public enum LogMode: String, Hashable, Sendable, CaseIterable {
  /// None; the run's counts are told when it ends.
  case off
  /// Those that could not be moved.
  case basic
  /// All of them: copied, skipped, failed.
  case detail
}
