import Glibc

/// Files that decide what a service does: read only if nobody else could have written them.
public enum TrustedFile {
  /// Reads a file that belongs to one of some users and that its group and others may not write.
  ///
  /// - Parameters:
  ///   - path: Symbolic links are followed; the file at their end is checked.
  ///   - limit: The most bytes that are taken.
  ///   - owners: The users to whom it may belong; nil to take it from anybody.
  /// - Returns: Its bytes; nil if the path leads to `/dev/null`, which says that there is none.
  /// - Throws: `FileReadError.untrusted` when somebody else could have written it.
  public static func read(
    _ path: String, limit: Int, owners: Set<UInt32>?
  ) throws(FileReadError) -> [UInt8]? {
    if isNull(path) { return nil }
    return try FileText.read(path, limit: limit) { status throws(FileReadError) in
      guard let owners else { return }
      let (uid, mode) = (status.st_uid, status.st_mode & 0o7777)
      guard owners.contains(uid), mode & 0o022 == 0 else {
        throw .untrusted(path: path, uid: uid, mode: mode, isForeign: !owners.contains(uid))
      }
    }
  }

  /// Whether a name is there, be it a link that leads nowhere.
  public static func isThere(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 || (errno != ENOENT && errno != ENOTDIR)
  }

  private static func isNull(_ path: String) -> Bool {
    var (status, null) = (stat(), stat())
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFCHR else { return false }
    return stat("/dev/null", &null) == 0 && status.st_rdev == null.st_rdev
  }
}
