/// Why the daemon ends: a line for its log and a status of sysexits(3).
struct ExitReason: Error {
  let status: Status
  let message: String

  init(_ status: Status, _ message: String) {
    self.status = status
    self.message = message
  }

  /// The exit status, which the unit file knows as well.
  enum Status: Int32 {
    case usage = 64
    case damagedState = 65
    case noInput = 66
    case unavailable = 69
    case system = 71
    case temporary = 75
    case configuration = 78
  }
}
