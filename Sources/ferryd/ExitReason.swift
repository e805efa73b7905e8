import Platform

/// Why the daemon ends: a line for its log and a status of sysexits(3).
struct ExitReason: Error {
  let status: Status
  let message: String
  /// The system's number of what went wrong; 0 if it has none.
  let errno: Int32

  init(_ status: Status, _ message: String, errno: Int32 = 0) {
    self.status = status
    self.message = message
    self.errno = errno
  }

  init(_ status: Status, _ error: SystemError) {
    self.init(status, "\(error)", errno: error.code)
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
