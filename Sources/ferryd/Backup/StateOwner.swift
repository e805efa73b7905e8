import Glibc
import Platform

/// Whom the state folder belongs to, as whom root restores into it.
///
/// That user may change the folder meanwhile: with root's rights a link in it could lead anywhere.
struct StateOwner {
  /// Nil if the process goes on as who it is.
  private let uid: uid_t?

  /// Makes the process act as the folder's owner, if it is root and the folder is not root's.
  init(of folder: String, by user: ProcessUser) throws(SystemError) {
    var facts = stat()
    guard stat(folder, &facts) == 0 else { throw SystemError(errno, "stat", folder) }
    guard user.isRoot, facts.st_uid != 0 else {
      uid = nil
      return
    }
    uid = facts.st_uid
    guard setgroups(0, nil) == 0 else { throw SystemError(errno, "setgroups") }
    guard setegid(facts.st_gid) == 0 else { throw SystemError(errno, "setegid") }
    try act(as: facts.st_uid)
  }

  /// Does what needs the rights of who called.
  func asCaller<Value: ~Copyable>(_ body: () -> Value) throws(SystemError) -> Value {
    guard let uid else { return body() }
    try act(as: 0)
    let value = body()
    try act(as: uid)
    return value
  }

  private func act(as uid: uid_t) throws(SystemError) {
    guard seteuid(uid) == 0 else { throw SystemError(errno, "seteuid") }
  }
}
