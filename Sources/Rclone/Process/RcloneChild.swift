import CLinux
import Glibc
import Platform
import Synchronization

/// One running rclone: its process, its socket, and who is using it.
///
/// A thread of its own has started it, waits for its end, and ends it: by SIGTERM, and three seconds
/// later by SIGKILL, both to all of its process group.
final class RcloneChild: Sendable {
  private struct State {
    var pid: pid_t = 0
    var failure: RcloneError?
    var isOver = false
    /// How it ended, in words.
    var ending = ""
    var tail = SpokenTail()
    var calls = 0
    var isRetired = false
    /// When the last call ended, in monotonic nanoseconds.
    var rested: Int64 = 0
    /// The remotes that it knows, by name, with what tells their definitions apart.
    var remotes: [String: (mark: UInt64, owner: String)] = [:]
  }

  /// After so long without a call it ends by itself, in nanoseconds.
  private static let patience: Int64 = 300_000_000_000
  private static let mercy: Int64 = 3_000_000_000

  /// The path of its socket.
  let socket: String
  /// Proves who asks.
  let door: RcloneDoor
  private let state = Mutex(State())
  private let bell: Wakeup

  /// Starts it; it may not answer yet.
  init(_ program: RcloneProgram, folder: String, number: Int) throws(RcloneError) {
    socket = "\(folder)/rc-\(number)"
    guard socket.utf8.count < ferry_unix_path_limit() else {
      throw RcloneError(
        .broken,
        "the path \(socket) is too long for a socket; choose a shorter state folder (--state)")
    }
    door = try RcloneDoor()
    do throws(SystemError) {
      bell = try Wakeup()
      unlink(socket)
      _ = try OwnThread(name: "ferry-rclone") { [self] in live(program, folder) }
    } catch {
      throw RcloneError(.broken, "\(error)")
    }
  }

  // MARK: - Its users

  /// Counts a call that begins.
  ///
  /// - Returns: False if it takes no more calls.
  func begin() -> Bool {
    state.withLock { state in
      guard !state.isOver, !state.isRetired else { return false }
      state.calls += 1
      return true
    }
  }

  /// Counts a call that has ended.
  func end() {
    let isLast = state.withLock { state in
      state.calls -= 1
      state.rested = MonotonicTime.now().nanoseconds
      return state.isRetired && state.calls == 0
    }
    if isLast { bell.ring() }
  }

  /// Lets it go when the last call has ended.
  func retire() {
    state.withLock { $0.isRetired = true }
    bell.ring()
  }

  /// Kills it: it does not answer any more.
  func kill() {
    state.withLock { state in
      if !state.isOver, state.pid > 0 { Glibc.kill(-state.pid, SIGKILL) }
    }
  }

  /// Whether its end was wanted.
  var isRetiredByUs: Bool { state.withLock(\.isRetired) }

  /// Whether its process has ended, or never began.
  var isOver: Bool { state.withLock(\.isOver) }

  /// Why it could not be started; nil if it could.
  var failure: RcloneError? { state.withLock(\.failure) }

  /// How it ended, and what it said last.
  var lastWords: String {
    state.withLock { state in
      let said = state.tail.line
      return state.ending + (said.isEmpty ? "" : ", and said: \(said)")
    }
  }

  /// Its number; 0 before it has begun.
  var pid: pid_t { state.withLock(\.pid) }

  /// Memory that it holds, in bytes; 0 if that cannot be told.
  var memory: Int64 {
    let pid = pid
    guard pid > 0,
      let bytes = try? FileText.read("/proc/\(pid)/statm", limit: 256),
      let pages = String(decoding: bytes, as: UTF8.self).split(separator: " ").dropFirst().first
        .flatMap({ Int64($0) })
    else { return 0 }
    return pages * Int64(sysconf(Int32(_SC_PAGESIZE)))
  }

  /// Whether it knows a remote by this definition.
  ///
  /// - Throws: If it knows another one's by that name.
  func knows(_ remote: RcloneRemote) throws(RcloneError) -> Bool {
    guard let known = state.withLock({ $0.remotes[remote.name] }) else { return false }
    if known.mark == remote.mark { return true }
    // Whoever has defined it may change it: a password, say.
    guard known.owner == remote.owner else {
      throw RcloneError(
        .refused(status: 409),
        "[\(remote.name)] of \(remote.owner) is another remote than that of \(known.owner); give it "
          + "another name")
    }
    return false
  }

  /// Remembers that it knows a remote.
  func learned(_ remote: RcloneRemote) {
    let known = (mark: remote.mark, owner: remote.owner)
    state.withLock { $0.remotes[remote.name] = known }
  }

  // MARK: - Its thread

  private func live(_ program: RcloneProgram, _ folder: String) {
    var ends: [Int32] = [-1, -1]
    let piped = ferry_pipe(&ends)
    guard piped == 0 else {
      return over("could not be started", RcloneError(.broken, "\(SystemError(-piped, "pipe2"))"))
    }
    let reading = FileDescriptor(owning: ends[0])
    let writing = FileDescriptor(owning: ends[1])
    let pid: pid_t
    do throws(RcloneError) {
      let users = try door.open()
      pid = try Spawned.start(
        [
          program.path, "rcd", "--rc-addr", "unix://\(socket)", "--rc-htpasswd",
          "/proc/self/fd/3", "--config", "", "--cache-dir", "\(folder)/cache", "--log-level",
          "CRITICAL", "--rc-job-expire-duration", "5s", "--rc-job-expire-interval", "5s",
        ], environment: Spawned.environment(home: folder), output: writing.raw, extra: users.raw)
    } catch {
      return over("could not be started", error)
    }
    _ = consume writing
    let descriptor = ferry_child_descriptor(pid)
    state.withLock { state in
      state.pid = pid
      state.rested = MonotonicTime.now().nanoseconds
    }
    watch(pid, descriptor, reading.raw)
    if descriptor >= 0 { close(descriptor) }
    var status: Int32 = 0
    // Whatever it has started goes with it.
    Glibc.kill(-pid, SIGKILL)
    // Under the lock: nobody may signal a number that is free again.
    state.withLock { state in
      while waitpid(pid, &status, 0) < 0, errno == EINTR {}
      state.isOver = true
      let signal = status & 0x7F
      state.ending =
        signal == 0
        ? "has ended with status \((status >> 8) & 0xFF)" : "was ended by signal \(signal)"
    }
    unlink(socket)
  }

  private func over(_ ending: String, _ error: RcloneError) {
    state.withLock { state in
      (state.isOver, state.ending, state.failure) = (true, ending, error)
    }
  }

  /// Waits for its end, and brings that about when nobody needs it.
  private func watch(_ pid: pid_t, _ descriptor: Int32, _ output: Int32) {
    var killAt: Int64?
    var buffer = [UInt8](repeating: 0, count: 4096)
    var outputIsOpen = true
    while true {
      var sources = [
        pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
        pollfd(fd: outputIsOpen ? output : -1, events: Int16(POLLIN), revents: 0),
        pollfd(fd: bell.raw, events: Int16(POLLIN), revents: 0),
      ]
      _ = poll(&sources, 3, killAt == nil ? 30_000 : 200)
      if sources[1].revents != 0 {
        let count = Glibc.read(output, &buffer, buffer.count)
        if count > 0 { state.withLock { $0.tail.add(buffer[..<count]) } }
        if count == 0 { outputIsOpen = false }
      }
      if sources[0].revents != 0 { return }
      bell.silence()
      let now = MonotonicTime.now().nanoseconds
      if killAt == nil, isUnneeded(now) {
        Glibc.kill(-pid, SIGTERM)
        killAt = now + Self.mercy
      }
      // One that had to be killed is gone at once.
      if let time = killAt, now >= time { return }
    }
  }

  private func isUnneeded(_ now: Int64) -> Bool {
    state.withLock { state in
      guard state.calls == 0 else { return false }
      if now - state.rested > Self.patience { state.isRetired = true }
      return state.isRetired
    }
  }
}
