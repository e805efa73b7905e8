import Calendar
import Glibc
import Migration
import Platform

/// Looks at an address from inside the daemon: what a run would find.
enum AddressProbe {
  /// How long a look may take, in seconds; a dead mount blocks for ever.
  private static let patience = 5

  /// Looks now.
  ///
  /// The file system is asked on a thread of its own, which a dead mount keeps; the caller gets
  /// `TimedOut` then.
  static func look(at address: Address, now: Instant) -> Verification {
    switch address.location {
    case .local(let path):
      guard let problem = Within.seconds(patience, { problem(with: path) }) else {
        return Verification(
          at: now,
          problem: .init(
            code: "TimedOut",
            message: "\(path) has not answered in \(patience) s; is its server or disk gone?"))
      }
      return Verification(at: now, problem: problem)
    }
  }

  private static func problem(with path: LocalPath) -> Verification.Problem? {
    let descriptor = open(path.folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return problem(errno, path) }
    let folder = FileDescriptor(owning: descriptor)
    // Reading the first entry is what a listing does first.
    guard let directory = fdopendir(folder.release()) else { return problem(errno, path) }
    defer { closedir(directory) }
    errno = 0
    guard readdir(directory) == nil, errno != 0 else { return nil }
    return problem(errno, path)
  }

  private static func problem(_ code: Int32, _ path: LocalPath) -> Verification.Problem {
    let text = SystemError(code, "open", path.text).description
    return switch code {
    case ENOENT:
      .init(
        code: "NoSuchFolder",
        message: "\(path) does not exist; make it, mount it, or correct the address")
    case ENOTDIR: .init(code: "NotAFolder", message: "\(path) is not a folder")
    case EACCES, EPERM:
      .init(
        code: "PermissionDenied",
        message: "\(text); let the daemon's user read and search the folder")
    default: .init(code: "IOError", message: text)
    }
  }
}
