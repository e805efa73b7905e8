/// Why a Unix socket could not be opened.
public enum SocketError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The path does not fit into a socket address.
  case pathTooLong(path: String, limit: Int)
  /// Something that is not a socket lies at the path; it is left alone.
  case notASocket(path: String)
  /// A system call failed.
  case system(SystemError)

  /// What was wrong, where, and what to do.
  public var description: String {
    switch self {
    case .pathTooLong(let path, let limit):
      "the socket path \(LogText.escaped(path)) has \(path.utf8.count) bytes, "
        + "and at most \(limit) fit: choose a shorter one"
    case .notASocket(let path):
      "\(LogText.escaped(path)) is in the way and is not a socket: move it or choose another path"
    case .system(let error): error.description
    }
  }
}
