import Glibc

/// A file that only holds room, to be given back when there is none left.
///
/// Some file systems (those that compress, or write all anew) hold no room for it; there it does
/// neither good nor harm.
public struct ReserveFile: Sendable {
  private let path: String
  private let bytes: Int64

  /// A reserve of so many bytes, which is not made yet.
  public init(path: String, bytes: Int64) {
    self.path = path
    self.bytes = bytes
  }

  /// Makes it, if it is not there in its size.
  ///
  /// - Throws: `SystemError`, such as `ENOSPC`; nothing is left behind then.
  public func make() throws(SystemError) {
    let file = try FileDescriptor.open(
      path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, mode: 0o600)
    let code = posix_fallocate(file.raw, 0, off_t(bytes))
    guard code != 0 else { return }
    unlink(path)
    throw SystemError(code, "fallocate", path)
  }

  /// Gives its room back.
  ///
  /// - Returns: Whether there was any.
  public func give() -> Bool {
    unlink(path) == 0
  }
}
