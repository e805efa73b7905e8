import Migration
import Wire

/// Why a verb was not done.
enum Failure: Error {
  /// The daemon refused, with this HTTP status.
  case refused(status: Int, RefusalView)
  /// The command line is wrong.
  case usage(UsageError)
  /// The daemon cannot be reached: why and what to do.
  case unreachable(String)
  /// This user may not talk to the daemon: why and what to do.
  case notPermitted(String)
  /// Something that the command line itself finds out; `code` is mgwutil's word for it.
  case local(code: String, message: String)

  /// A daemon whose answer makes no sense.
  static func garbled(_ error: WireError) -> Failure {
    .local(
      code: RefusalCode.internalError.word,
      message: "the daemon's answer is not understood: \(error.description)")
  }

  /// Whether the daemon is away or about to be, as when it is restarted.
  var isAbsence: Bool {
    switch self {
    case .unreachable: true
    case .refused(_, let refusal): refusal.code == RefusalCode.unavailable.word
    case .usage, .notPermitted, .local: false
    }
  }

  /// How the process ends.
  var exit: ExitStatus {
    switch self {
    case .refused(_, let refusal):
      switch refusal.code {
      case RefusalCode.accessDenied.word: .notPermitted
      case RefusalCode.invalidConfiguration.word: .configuration
      default: .refused
      }
    case .usage: .usage
    case .unreachable: .unreachable
    case .notPermitted: .notPermitted
    case .local(let code, _):
      code == RefusalCode.invalidConfiguration.word ? .configuration : .refused
    }
  }

  /// One line for people, without the program's name.
  var line: String {
    switch self {
    // Its lines are read by people and by editors: a place comes first.
    case .refused(_, let refusal) where refusal.code == RefusalCode.invalidConfiguration.word:
      refusal.message
    case .refused(_, let refusal): "\(refusal.code): \(refusal.message)"
    case .usage(let error): error.description
    case .unreachable(let message), .notPermitted(let message): message
    case .local(RefusalCode.invalidConfiguration.word, let message): message
    case .local(let code, let message): "\(code): \(message)"
    }
  }

  /// The same in mgwutil's JSON.
  func envelope(time: String) -> String {
    switch self {
    case .refused(let status, let refusal):
      Envelope.refused(status: status, time: time, refusal: refusal)
    case .usage(let error):
      Envelope.failed(
        time: time, code: RefusalCode.invalidCommand.word, message: error.description)
    case .unreachable(let message), .notPermitted(let message):
      Envelope.failed(time: time, code: "NewClientErr", message: message)
    case .local(let code, let message):
      Envelope.failed(time: time, code: code, message: message)
    }
  }
}
