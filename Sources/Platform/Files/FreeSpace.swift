import Glibc

/// How much room a file system has.
public enum FreeSpace {
  /// Bytes that the process's user may still write where a path lies.
  ///
  /// Source: statvfs(3).
  public static func bytes(at path: String) throws(SystemError) -> Int64 {
    var facts = statvfs()
    while statvfs(path, &facts) != 0 {
      guard errno == EINTR else { throw SystemError(errno, "statvfs", path) }
    }
    let (bytes, overflow) = UInt64(facts.f_bavail)
      .multipliedReportingOverflow(by: UInt64(facts.f_frsize))
    return overflow ? .max : Int64(clamping: bytes)
  }
}
