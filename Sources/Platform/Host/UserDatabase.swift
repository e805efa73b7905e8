import Glibc

/// What the system knows of users and groups: files, LDAP, systemd's, by nsswitch.conf(5).
///
/// A look-up may ask a server, so it may block: not for the loop.
public enum UserDatabase {
  /// The id of a group; nil if there is none of that name.
  public static func groupID(named name: String) throws(SystemError) -> UInt32? {
    var entry = group()
    return try lookUp("getgrnam_r", name) { buffer, size -> (Int32, UInt32?) in
      var found: UnsafeMutablePointer<group>?
      let code = getgrnam_r(name, &entry, buffer, size, &found)
      return (code, found.map { $0.pointee.gr_gid })
    }
  }

  /// The id of a user; nil if there is none of that name.
  public static func userID(named name: String) throws(SystemError) -> UInt32? {
    var entry = passwd()
    return try lookUp("getpwnam_r", name) { buffer, size -> (Int32, UInt32?) in
      var found: UnsafeMutablePointer<passwd>?
      let code = getpwnam_r(name, &entry, buffer, size, &found)
      return (code, found.map { $0.pointee.pw_uid })
    }
  }

  /// A user's home folder; nil if the user is unknown or has none that is absolute.
  static func home(of uid: UInt32) throws(SystemError) -> String? {
    var entry = passwd()
    let home = try lookUp("getpwuid_r", "\(uid)") { buffer, size -> (Int32, String?) in
      var found: UnsafeMutablePointer<passwd>?
      let code = getpwuid_r(uid, &entry, buffer, size, &found)
      return (code, found.flatMap { $0.pointee.pw_dir }.map { String(cString: $0) })
    }
    return home.flatMap { $0.hasPrefix("/") ? $0 : nil }
  }

  /// Repeats a look-up with a larger buffer while the answer does not fit (getpwnam(3)).
  private static func lookUp<Value>(
    _ call: String, _ subject: String,
    _ body: (UnsafeMutablePointer<CChar>, Int) -> (Int32, Value?)
  ) throws(SystemError) -> Value? {
    var size = 1024
    while true {
      let (code, value) = withUnsafeTemporaryAllocation(of: CChar.self, capacity: size) { buffer in
        buffer.baseAddress.map { body($0, size) } ?? (ENOMEM, nil)
      }
      switch code {
      case 0: return value
      case EINTR: continue
      // Some sources answer "not there" by an error: the manual page lists these.
      case ENOENT, ESRCH: return nil
      case ERANGE where size < 1 << 22: size *= 4
      default: throw SystemError(code, call, subject)
      }
    }
  }
}
