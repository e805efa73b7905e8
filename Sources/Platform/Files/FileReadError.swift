import Glibc

/// Why a file could not be read whole.
public enum FileReadError: Error, Hashable, Sendable, CustomStringConvertible {
  /// It is a folder, a device, a pipe or a socket.
  case notAFile(path: String)
  /// It is a symbolic link where none is followed.
  case link(path: String)
  /// A secret that is empty, or no text of so many lines at most.
  case noLine(path: String, most: Int)
  /// It has more bytes than the caller is ready to take.
  case tooLarge(path: String, limit: Int)
  /// A secret that others can read or change; owner, group and permission bits as they are.
  case exposed(path: String, uid: UInt32, gid: UInt32, mode: UInt32)
  /// A file that decides and that others could have written; owner and permission bits as they are.
  case untrusted(path: String, uid: UInt32, mode: UInt32, isForeign: Bool)
  /// A system call failed; `code` is `ENOENT` for a file that is not there.
  case system(SystemError)

  /// What was wrong, where, and what to do.
  public var description: String {
    switch self {
    case .notAFile(let path): "\(LogText.escaped(path)) is not a regular file"
    case .link(let path):
      "\(LogText.escaped(path)) is a symbolic link, and a secret's is not followed; "
        + "name the file itself"
    case .noLine(let path, let most):
      "\(LogText.escaped(path)) has to hold the secret in one line"
        + (most == 1 ? ", and nothing else" : "; a second one is the token of a temporary key")
    case .tooLarge(let path, let limit):
      "\(LogText.escaped(path)) is larger than \(limit) bytes, the most that is read of it"
    case .exposed(let path, let uid, let gid, let mode):
      "\(LogText.escaped(path)) holds a secret and is open to others "
        + "(owner \(uid), group \(gid), mode 0\(String(mode, radix: 8))): make it 0600 of the "
        + "daemon's user, or 0640 of root and the daemon's group"
    case .untrusted(let path, let uid, let mode, let isForeign):
      Self.untrusted(path, uid, mode, isForeign)
    case .system(let error): error.description
    }
  }

  private static func untrusted(
    _ path: String, _ uid: UInt32, _ mode: UInt32, _ isForeign: Bool
  ) -> String {
    let isOpen = mode & 0o022 != 0
    let name = shellWord(path)
    let wrongs = [
      isForeign ? "belongs to user \(uid), who is neither root nor the daemon's" : nil,
      isOpen ? "may be written by its group or by everybody" : nil,
    ].compactMap(\.self)
    let cures = [isForeign ? "chown root \(name)" : nil, isOpen ? "chmod go-w \(name)" : nil]
    return "\(LogText.escaped(path)) \(wrongs.joined(separator: " and ")) "
      + "(owner \(uid), mode 0\(String(mode, radix: 8))); "
      + cures.compactMap(\.self).joined(separator: " && ")
  }

  /// A path as a shell takes it for one word.
  private static func shellWord(_ path: String) -> String {
    let isPlain = path.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: "/._-+@".utf8.contains(byte)
      }
    }
    guard !isPlain else { return path }
    let parts = path.split(separator: "'", omittingEmptySubsequences: false)
    return "'" + parts.map { LogText.escaped(String($0)) }.joined(separator: "'\\''") + "'"
  }

  /// Whether the file is simply not there.
  public var isMissing: Bool {
    guard case .system(let error) = self else { return false }
    return error.code == ENOENT
  }
}
