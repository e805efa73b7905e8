public import Wire

/// Why a configuration could not be read beside the jobs that are there.
public enum ConfigFailure<StateFailure: Error>: Error {
  /// The files have mistakes.
  case mistakes(ConfigErrors)
  /// What is kept of the jobs could not be read: that says nothing about the files.
  case state(StateFailure)
}
