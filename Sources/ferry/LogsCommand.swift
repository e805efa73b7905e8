import Glibc
import Migration
import Platform
import Wire

/// What the journal knows of a job; no daemon is needed.
extension Session {
  /// Hands over to journalctl, which answers in place of this process.
  func logs() throws(Failure) -> Answer {
    var query: JournalQuery
    do {
      query = JournalQuery(job: try Name(name, of: "job").text)
    } catch {
      throw Failure.usage(UsageError(error.message))
    }
    query.includesSubJobs = invocation.isSet("all")
    query.run = try whole("run", in: 1...Int64.max)
    query.follows = invocation.isSet("follow")
    query.since = invocation.value("since")
    query.lines = try whole("lines", in: 0...1_000_000)
    query.asJSON = isJSON
    // The daemon that the other verbs would speak to.
    query.ofUser =
      geteuid() != 0
      && !SocketPath.find(flag: invocation.value("socket")).hasPrefix("/run/ferry/")
    if !query.ofUser { try refuseHiddenJournal() }
    throw Self.becomeJournalctl(query.arguments)
  }

  /// Says what to do where journalctl would show an empty journal, or a hint that scrolls away.
  private func refuseHiddenJournal() throws(Failure) {
    guard let machine = Self.machineID() else { return }
    var isHidden = false
    for folder in ["/var/log/journal", "/run/log/journal"] {
      // By the rights of whoever calls, access lists included.
      if access("\(folder)/\(machine)/system.journal", R_OK) == 0 { return }
      isHidden = isHidden || errno == EACCES
    }
    guard isHidden else { return }
    throw Failure.notPermitted(
      "the system's journal may not be read by you: ask root to add you to the group "
        + "systemd-journal (or adm), 'usermod -aG systemd-journal USER', and log in again")
  }

  private static func machineID() -> String? {
    // Without one there is no journal to look at either; journalctl says so.
    guard let bytes = try? FileText.read("/etc/machine-id", limit: 64) else { return nil }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").first.map(String.init)
  }

  /// Replaces this process; what comes back is why that failed.
  private static func becomeJournalctl(_ words: [String]) -> Failure {
    // What the shell or a library has ignored would be ignored there, too.
    signal(SIGPIPE, SIG_DFL)
    var pointers: [UnsafeMutablePointer<CChar>?] = (["journalctl"] + words).map { strdup($0) }
    pointers.append(nil)
    var code = ENOENT
    for path in ["/usr/bin/journalctl", "/bin/journalctl"] where code == ENOENT {
      execv(path, pointers)
      code = errno
    }
    for pointer in pointers { free(pointer) }
    guard code == ENOENT else {
      return .local(
        code: RefusalCode.internalError.word,
        message: "\(SystemError(code, "execv", "/usr/bin/journalctl"))")
    }
    return .local(
      code: RefusalCode.internalError.word,
      message: "there is no journalctl on this machine: what ferryd has said is where its "
        + "standard error goes")
  }
}
