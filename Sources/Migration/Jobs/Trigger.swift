/// Why a run began.
public enum Trigger: String, Hashable, Sendable {
  /// Its slot came.
  case schedule
  /// A slot had been missed, and is made up for.
  case catchup
  /// Somebody started it.
  case manual
  /// It takes what failed in an earlier run.
  case retry
}
