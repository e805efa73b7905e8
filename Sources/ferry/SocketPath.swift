import Glibc

/// Where the daemon's socket is.
enum SocketPath {
  private static let system = "/run/ferry/ferryd.sock"

  /// The path: what was said by flag, by `FERRY_SOCKET`, or the default.
  ///
  /// The default is the system's daemon for root or if its socket is there, else this user's own.
  static func find(flag: String?) -> String {
    if let flag { return flag }
    if let named = environment("FERRY_SOCKET"), !named.isEmpty { return named }
    if geteuid() == 0 || access(system, F_OK) == 0 || errno == EACCES { return system }
    let runtime = environment("XDG_RUNTIME_DIR") ?? ""
    return (runtime.isEmpty ? "/run/user/\(geteuid())" : runtime) + "/ferry/ferryd.sock"
  }
}
