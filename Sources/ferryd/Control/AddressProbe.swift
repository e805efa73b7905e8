import Calendar
import Configuration
import Glibc
import Migration
import Platform
import Transfer

/// Looks at an address from inside the daemon: what a run would find.
enum AddressProbe {
  /// How long a look may take, in seconds; a dead mount blocks for ever.
  private static let patience = 5
  /// The same for somebody who waits for the look at a bucket.
  private static let thoroughPatience = 15

  /// Looks now.
  ///
  /// The file system is asked on a thread of its own, which a dead mount keeps; the caller gets
  /// `TimedOut` then.
  ///
  /// - Parameters:
  ///   - paths: Rules for local folders: a list may have come to lie elsewhere by a link.
  ///   - secrets: Has the secret of an object store's address.
  ///   - isWritten: Whether jobs write there.
  ///   - takesMount: Whether a mount that it requires may be another one than the known.
  ///   - needsList: Whether a list of objects is looked at too; a retry needs none.
  ///   - isThorough: Whether it is tried to write into a bucket, and there is more time for it.
  static func look(
    at address: Address, paths: PathRules, secrets: AddressSecrets, isWritten: Bool = false,
    needsList: Bool = true, takesMount: Bool = false, isThorough: Bool = false, now: Instant
  ) -> Verification {
    if let list = address.location.list, list.folder == nil {
      let found =
        secrets.problem(with: address)
        ?? ListProbe.problem(
          with: address, list, paths: paths, vault: secrets.vault, needsList: needsList,
          seconds: isThorough ? thoroughPatience : patience)
      return Verification(at: now, problem: found)
    }
    if let bucket = address.location.bucket {
      // What can be mended is told first.
      let found =
        secrets.problem(with: address)
        ?? (bucket.isRclones
          ? remoteProblem(
            with: address, bucket, secrets, isWritten: isWritten,
            tries: isWritten && isThorough, seconds: isThorough ? thoroughPatience : patience)
          : BucketProbe.problem(
            with: address, bucket, vault: secrets.vault, writes: isWritten && isThorough,
            seconds: isThorough ? thoroughPatience : patience))
      return Verification(at: now, problem: found)
    }
    guard let data = address.location.data else { return Verification(at: now, problem: nil) }
    let finding = mount(of: address, data, takesMount: takesMount)
    if case .missing(let problem)? = finding { return Verification(at: now, problem: problem) }
    let found =
      hindrance(data, isWritten: isWritten)
      ?? timed(data.text) { problem(with: data) ?? (isWritten ? refusal(toWrite: data) : nil) }
      ?? (needsList ? problem(withListOf: address, paths, secrets, isThorough) : nil)
    guard case .mounted(let mount)? = finding else { return Verification(at: now, problem: found) }
    return Verification(at: now, problem: found, mount: mount)
  }

  /// What is wrong with a place that rclone reaches; nil if nothing is.
  private static func remoteProblem(
    with address: Address, _ place: BucketPlace, _ secrets: AddressSecrets, isWritten: Bool,
    tries: Bool, seconds: Int
  ) -> Verification.Problem? {
    let end = MonotonicTime.now().advanced(byNanoseconds: Int64(seconds) * 1_000_000_000)
    let look = RemoteProbe(
      RemoteEnd(place, of: address, secrets.vault), secrets.rclone,
      stop: { MonotonicTime.now() > end })
    let found = Within.seconds(seconds + 2) { look.problem(isWritten: isWritten, tries: tries) }
    return found
      ?? .init(
        code: "TimedOut", message: "\(place.text) has not answered in \(seconds) s by rclone")
  }

  /// The file system that an address is to lie on; nil if any will do.
  private static func mount(
    of address: Address, _ data: LocalPath, takesMount: Bool
  ) -> RequiredMount.Finding? {
    guard let wanted = RequiredMount(address) else { return nil }
    return Within.seconds(patience) { wanted.look(at: data, takesOther: takesMount) }
      ?? .missing(dead(data.text))
  }

  private static func problem(
    withListOf address: Address, _ paths: PathRules, _ secrets: AddressSecrets, _ isThorough: Bool
  ) -> Verification.Problem? {
    guard let place = address.location.list else { return nil }
    if let problem = secrets.problem(with: address) { return problem }
    return ListProbe.look(
      at: address, place, paths: paths, vault: secrets.vault,
      seconds: isThorough ? thoroughPatience : patience
    ).problem
  }

  private static func timed(
    _ path: String, _ body: @escaping @Sendable () -> Verification.Problem?
  ) -> Verification.Problem? {
    guard let found = Within.seconds(patience, body) else {
      return dead(path)
    }
    return found
  }

  private static func dead(_ path: String) -> Verification.Problem {
    .init(
      code: "TimedOut",
      message: "\(path) has not answered in \(patience) s; is its server or disk gone?")
  }

  /// What the service's sandbox makes of it; told first, for the system's word for it is a puzzle.
  private static func hindrance(_ path: LocalPath, isWritten: Bool) -> Verification.Problem? {
    SandboxSight.current().obstacle(to: path, isWritten: isWritten).map {
      .init(code: "PermissionDenied", message: $0)
    }
  }

  private static func refusal(toWrite path: LocalPath) -> Verification.Problem? {
    guard faccessat(AT_FDCWD, path.folder, W_OK | X_OK, AT_EACCESS) != 0 else { return nil }
    let text = SystemError(errno, "access", path.text).description
    return .init(
      code: "PermissionDenied", message: "\(text); let the daemon's user write into the folder")
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
