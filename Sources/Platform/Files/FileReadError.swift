import Glibc

/// Why a file could not be read whole.
public enum FileReadError: Error, Hashable, Sendable, CustomStringConvertible {
  /// It is a folder, a device, a pipe or a socket.
  case notAFile(path: String)
  /// It has more bytes than the caller is ready to take.
  case tooLarge(path: String, limit: Int)
  /// A secret that others can read or change; owner, group and permission bits as they are.
  case exposed(path: String, uid: UInt32, gid: UInt32, mode: UInt32)
  /// A system call failed; `code` is `ENOENT` for a file that is not there.
  case system(SystemError)

  /// What was wrong, where, and what to do.
  public var description: String {
    switch self {
    case .notAFile(let path): "\(LogText.escaped(path)) is not a regular file"
    case .tooLarge(let path, let limit):
      "\(LogText.escaped(path)) is larger than \(limit) bytes, the most that is read of it"
    case .exposed(let path, let uid, let gid, let mode):
      "\(LogText.escaped(path)) holds a secret and is open to others "
        + "(owner \(uid), group \(gid), mode 0\(String(mode, radix: 8))): make it 0600 of the "
        + "daemon's user, or 0640 of root and the daemon's group"
    case .system(let error): error.description
    }
  }

  /// Whether the file is simply not there.
  public var isMissing: Bool {
    guard case .system(let error) = self else { return false }
    return error.code == ENOENT
  }
}
