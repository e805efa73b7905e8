import CLinux
import Glibc

/// Stream sockets of the Unix family: the CLI's way to the daemon.
///
/// Source: unix(7).
public enum UnixSocket {
  /// Listens at a path, replacing a socket that a dead process has left there.
  ///
  /// **The caller holds the lock** (`LockFile`) that says it is the only one to serve this path;
  /// without it, this takes the path from a living daemon.
  ///
  /// The socket never has more permissions than `mode`, not even for a moment.
  ///
  /// - Parameters:
  ///   - path: At most 107 bytes; its folder must be there.
  ///   - mode: Permission bits; to connect, a process needs the write bit.
  ///   - group: The group to give it to; nil leaves the process's own.
  /// - Returns: A descriptor that does not block and closes on exec.
  public static func listen(
    path: String, mode: UInt32, group: UInt32? = nil
  ) throws(SocketError) -> FileDescriptor {
    try checkLength(path)
    do throws(SystemError) {
      if try removeStale(path) { return try bound(path, mode: mode, group: group) }
    } catch {
      throw .system(error)
    }
    throw .notASocket(path: path)
  }

  /// Connects to a listening socket; the descriptor blocks and closes on exec.
  public static func connect(path: String) throws(SocketError) -> FileDescriptor {
    try checkLength(path)
    let raw = ferry_unix_socket(0)
    guard raw >= 0 else { throw .system(SystemError(errno, "socket")) }
    let descriptor = FileDescriptor(owning: raw)
    // Interrupted, connect(2) on a Unix socket has done nothing yet and may be called again.
    let result = retryingInterrupted { ferry_unix_connect(raw, path) }
    guard result == 0 else { throw .system(SystemError(errno, "connect", path)) }
    return descriptor
  }

  /// Takes the next connection; nil if none is waiting.
  ///
  /// The descriptor blocks and closes on exec.
  public static func accept(
    on listener: borrowing FileDescriptor
  ) throws(SystemError) -> FileDescriptor? {
    let listening = listener.raw
    let raw = retryingInterrupted { ferry_accept(listening) }
    if raw >= 0 { return FileDescriptor(owning: raw) }
    // A peer that has gone again before it was accepted is no connection at all.
    if errno == EAGAIN || errno == ECONNABORTED { return nil }
    throw SystemError(errno, "accept4")
  }

  /// Who is at the other end of a connected socket.
  public static func peerCredentials(of raw: Int32) throws(SystemError) -> PeerCredentials {
    var (uid, gid, pid) = (UInt32(0), UInt32(0), Int32(0))
    guard ferry_peer_credentials(raw, &uid, &gid, &pid) == 0 else {
      throw SystemError(errno, "getsockopt SO_PEERCRED")
    }
    return PeerCredentials(uid: uid, gid: gid, pid: pid)
  }

  /// The supplementary groups of the process at the other end.
  public static func peerGroups(of raw: Int32) throws(SystemError) -> [UInt32] {
    var capacity: UInt32 = 64
    while true {
      var groups = [UInt32](repeating: 0, count: Int(capacity))
      let count = ferry_peer_groups(raw, &groups, &capacity)
      if count >= 0 { return Array(groups.prefix(Int(count))) }
      guard errno == ERANGE, capacity > groups.count else {
        throw SystemError(errno, "getsockopt SO_PEERGROUPS")
      }
    }
  }

  private static func checkLength(_ path: String) throws(SocketError) {
    let limit = ferry_unix_path_limit()
    guard path.utf8.count <= limit else { throw .pathTooLong(path: path, limit: limit) }
  }

  /// Removes a socket at a path; false if something else is there.
  private static func removeStale(_ path: String) throws(SystemError) -> Bool {
    var status = stat()
    guard lstat(path, &status) == 0 else {
      if errno == ENOENT { return true }
      throw SystemError(errno, "lstat", path)
    }
    guard status.st_mode & S_IFMT == S_IFSOCK else { return false }
    guard unlink(path) == 0 || errno == ENOENT else { throw SystemError(errno, "unlink", path) }
    return true
  }

  private static func bound(
    _ path: String, mode: UInt32, group: UInt32?
  ) throws(SystemError) -> FileDescriptor {
    let raw = ferry_unix_socket(1)
    guard raw >= 0 else { throw SystemError(errno, "socket") }
    let descriptor = FileDescriptor(owning: raw)
    // Linux gives the name that bind(2) makes the mode of the socket's own inode, less the umask.
    // Setting it here needs no change of the umask, which all threads share. The group's bits
    // come last: until it is the right group, they are another group's.
    guard fchmod(raw, mode & 0o700) == 0 else { throw SystemError(errno, "fchmod", path) }
    guard ferry_unix_bind(raw, path) == 0 else { throw SystemError(errno, "bind", path) }
    if let group {
      // -1 leaves the owner as it is (chown(2)).
      guard lchown(path, uid_t.max, group) == 0 else { throw SystemError(errno, "chown", path) }
    }
    guard chmod(path, mode) == 0 else { throw SystemError(errno, "chmod", path) }
    guard Glibc.listen(raw, SOMAXCONN) == 0 else { throw SystemError(errno, "listen", path) }
    return descriptor
  }
}
