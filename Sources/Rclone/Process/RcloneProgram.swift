import CLinux
import Glibc
import Platform
import Synchronization

/// The program on this machine, and whether it is new enough.
public struct RcloneProgram: Hashable, Sendable {
  /// The oldest release that is used: earlier ones lose failures, and their remote control has holes.
  ///
  /// Source: rclone's change log, and CVE-2026-41176, -41179 and -49980.
  static let oldest = RcloneVersion(major: 1, minor: 75)

  /// Where it is.
  public let path: String
  /// Its release, such as `1.75.2`.
  public let version: String

  /// The folders in which it is looked for when none is named; what an administrator has put there
  /// comes before what the distribution has.
  static let folders = ["/usr/local/bin", "/opt/rclone", "/usr/bin", "/bin"]

  /// How to get a release that is new enough.
  static let cure =
    "install rclone \(oldest) or newer from https://rclone.org/downloads/ (Debian's own is older) as "
    + "/usr/local/bin/rclone, or name it with RcloneProgram= in ferryd.conf"

  /// Finds the program and asks it for its release.
  ///
  /// - Parameter wish: Its path; empty to look where programs are.
  /// - Throws: What is wrong and how to get one.
  public static func find(_ wish: String) throws(RcloneError) -> RcloneProgram {
    let path = wish.isEmpty ? folders.lazy.map { $0 + "/rclone" }.first(where: isProgram) : wish
    guard let path else {
      throw RcloneError(
        .program,
        "there is no rclone in \(folders.joined(separator: ", ")); \(cure)")
    }
    guard isProgram(path) else {
      throw RcloneError(.program, "RcloneProgram=\(path) is no program; \(cure)")
    }
    let said = try Known.said(by: path)
    guard let version = RcloneVersion(saidBy: said) else {
      throw RcloneError(
        .program, "\(path) does not say which release of rclone it is; \(cure)")
    }
    guard version >= oldest else {
      throw RcloneError(
        .program, "\(path) is rclone \(version), which is too old to be relied on; \(cure)")
    }
    return RcloneProgram(path: path, version: version.description)
  }

  private static func isProgram(_ path: String) -> Bool {
    var facts = stat()
    return stat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFREG && access(path, X_OK) == 0
  }

  /// What programs have said of themselves, so that each is asked once.
  private enum Known {
    private struct Identity: Hashable {
      let path: String
      let inode: UInt64
      let size: Int64
      let changed: Int64
    }

    private static let answers = Mutex<[Identity: String]>([:])

    static func said(by path: String) throws(RcloneError) -> String {
      var facts = stat()
      _ = stat(path, &facts)
      let identity = Identity(
        path: path, inode: UInt64(facts.st_ino), size: Int64(facts.st_size),
        changed: Int64(facts.st_ctim.tv_sec) &* 1_000_000_000 &+ Int64(facts.st_ctim.tv_nsec))
      if let answer = answers.withLock({ $0[identity] }) { return answer }
      let answer = try Spawned.output(of: [path, "version", "--config", ""])
      answers.withLock { $0 = [identity: answer] }
      return answer
    }
  }
}
