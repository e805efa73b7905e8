/// How the process ends; the numbers from 64 on are those of sysexits(3).
struct ExitStatus: Hashable, Sendable {
  let number: Int32

  /// Done.
  static let done = ExitStatus(number: 0)
  /// The service refused.
  static let refused = ExitStatus(number: 1)
  /// The run ended, and some objects could not be moved.
  static let objectsFailed = ExitStatus(number: 2)
  /// The command line names nothing that can be done (EX_USAGE).
  static let usage = ExitStatus(number: 64)
  /// The daemon cannot be reached (EX_UNAVAILABLE).
  static let unreachable = ExitStatus(number: 69)
  /// Not allowed to do this (EX_NOPERM).
  static let notPermitted = ExitStatus(number: 77)
  /// The configuration has mistakes (EX_CONFIG).
  static let configuration = ExitStatus(number: 78)
}
