import Glibc

/// Who this process runs as, and the folders that are its own when it is not root.
///
/// Source: XDG Base Directory Specification.
public struct ProcessUser: Hashable, Sendable {
  /// The real user id.
  public let uid: UInt32
  /// The effective user id: what it may do is decided by this one.
  public let effectiveUID: UInt32
  /// The home folder: `HOME`, else that of the user database; nil if neither knows one.
  public let home: String?
  /// `$XDG_CONFIG_HOME/ferry`, by default `~/.config/ferry`.
  public let configurationFolder: String?
  /// `$XDG_STATE_HOME/ferry`, by default `~/.local/state/ferry`.
  public let stateFolder: String?
  /// `$XDG_RUNTIME_DIR/ferry`, by default `/run/user/UID/ferry`; nil without a login session.
  public let runtimeFolder: String?

  /// Whether it acts as root.
  public var isRoot: Bool { effectiveUID == 0 }

  /// Whether this process belongs to a group, which is what lets it give files to that group.
  public static func isMember(ofGroup id: UInt32) -> Bool {
    if getegid() == id { return true }
    var groups = [gid_t](repeating: 0, count: Int(max(0, getgroups(0, nil))))
    let count = getgroups(Int32(clamping: groups.count), &groups)
    return groups.prefix(Int(max(0, count))).contains(id)
  }

  /// The user of this process and its environment.
  public static func current() throws(SystemError) -> ProcessUser {
    let home = try UserDatabase.home(of: geteuid())
    return ProcessUser(uid: getuid(), effectiveUID: geteuid(), passwdHome: home) { name in
      getenv(name).map { String(cString: $0) }
    }
  }

  /// A user from what the user database and an environment say.
  init(
    uid: UInt32, effectiveUID: UInt32, passwdHome: String?,
    environment: (String) -> String?
  ) {
    // The specification: a path that is not absolute is to be ignored.
    func folder(_ name: String) -> String? {
      guard let path = environment(name), path.hasPrefix("/") else { return nil }
      return path
    }
    let home = folder("HOME") ?? passwdHome
    let session = "/run/user/\(effectiveUID)"
    let runtime = folder("XDG_RUNTIME_DIR") ?? (access(session, X_OK) == 0 ? session : nil)
    self.uid = uid
    self.effectiveUID = effectiveUID
    self.home = home
    configurationFolder = (folder("XDG_CONFIG_HOME") ?? home.map { "\($0)/.config" })
      .map { "\($0)/ferry" }
    stateFolder = (folder("XDG_STATE_HOME") ?? home.map { "\($0)/.local/state" })
      .map { "\($0)/ferry" }
    runtimeFolder = runtime.map { "\($0)/ferry" }
  }
}
