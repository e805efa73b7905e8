/// Why a lock file could not be locked.
public enum LockError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Another process holds it; its pid, where the file tells.
  case busy(path: String, holder: Int32?)
  /// A system call failed.
  case system(SystemError)

  /// What was wrong, where, and what to do.
  public var description: String {
    switch self {
    case .busy(let path, let holder):
      let who = holder.map { "process \($0)" } ?? "another process"
      return "\(LogText.escaped(path)) is locked by \(who): "
        + "stop it first, or use another state folder"
    case .system(let error): return error.description
    }
  }
}
