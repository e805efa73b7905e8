import Dispatch
import Foundation
public import Glibc
import Synchronization

/// Another program that a test talks to; it ends with this object, and with the tests at the latest.
///
/// It has a process group of its own, which is killed as a whole. The thread that has started it
/// lives as long as it does: the kernel kills it when that thread's process is gone (prctl(2),
/// PR_SET_PDEATHSIG).
public final class PeerProcess: Sendable {
  private struct State {
    var pid: pid_t = 0
    var isGone = false
    var error: Int32 = 0
    var said: [UInt8] = []
    var status: Int32 = 0
  }

  private let state: SharedState
  private let name: String

  /// What the object and its thread share.
  private final class SharedState: Sendable {
    let state = Mutex(State())
    /// Signalled when something was said, and at the end.
    let news = DispatchSemaphore(value: 0)
    let ended = DispatchGroup()
  }

  /// Starts a program with `setpriv --pdeathsig`.
  ///
  /// - Parameters:
  ///   - words: The program, found in PATH, and its arguments.
  ///   - environment: What is added to this process's own.
  public init(_ words: [String], environment: [String: String] = [:]) throws {
    name = words.first ?? ""
    let shared = SharedState()
    state = shared
    let started = DispatchSemaphore(value: 0)
    shared.ended.enter()
    Thread.detachNewThread {
      Self.live(["setpriv", "--pdeathsig", "KILL"] + words, environment, shared, started)
      shared.ended.leave()
      shared.news.signal()
    }
    started.wait()
    let error = shared.state.withLock { $0.error }
    guard error == 0 else {
      throw StubError(text: "\(name): \(String(cString: strerror(error)))")
    }
  }

  deinit {
    stop()
  }

  /// Its number; that of its process group, too.
  public var pid: pid_t { state.state.withLock { $0.pid } }

  /// What it has written to its two outputs so far.
  public var said: String {
    String(decoding: state.state.withLock { $0.said }, as: UTF8.self)
  }

  /// Waits until it has said something that a pattern matches.
  ///
  /// - Returns: What the pattern has captured first.
  public func waitFor(
    _ pattern: Regex<(Substring, Substring)>, seconds: Double = 30
  ) throws -> String {
    let deadline = DispatchTime.now() + seconds
    while true {
      if let match = said.firstMatch(of: pattern) { return String(match.1) }
      let isGone = state.state.withLock { $0.isGone }
      guard !isGone, state.news.wait(timeout: deadline) == .success else {
        throw StubError(text: "\(name) \(isGone ? "has ended" : "is not ready"):\n\(said)")
      }
    }
  }

  /// Waits until it has said which port it listens on.
  public func waitForPort(_ pattern: Regex<(Substring, Substring)>) throws -> UInt16 {
    let text = try waitFor(pattern)
    guard let port = UInt16(text) else { throw StubError(text: "\(text) is no port") }
    return port
  }

  /// Kills it with all of its group, and waits for its end.
  public func stop() {
    state.state.withLock { state in
      if !state.isGone, state.pid > 0 { kill(-state.pid, SIGKILL) }
    }
    state.ended.wait()
  }

  /// Waits for its own end.
  ///
  /// - Returns: Its exit status, 128 + N after signal N.
  public func waitForEnd() -> Int32 {
    state.ended.wait()
    let raw = state.state.withLock { $0.status }
    return raw & 0x7F == 0 ? (raw >> 8) & 0xFF : 128 + (raw & 0x7F)
  }

  /// The thread: starts the program, keeps what it says, and reaps it.
  private static func live(
    _ words: [String], _ environment: [String: String], _ shared: SharedState,
    _ started: DispatchSemaphore
  ) {
    var ends: [Int32] = [-1, -1]
    guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0
    else {
      shared.state.withLock { ($0.error, $0.isGone) = (errno, true) }
      started.signal()
      return
    }
    let (pid, error) = spawn(words, environment, output: ends[1])
    close(ends[1])
    defer { close(ends[0]) }
    shared.state.withLock { ($0.pid, $0.error, $0.isGone) = (pid, error, error != 0) }
    started.signal()
    guard error == 0 else { return }
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = read(ends[0], &buffer, buffer.count)
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { break }
      shared.state.withLock { state in
        // The end of what a talkative one says is enough.
        if state.said.count > 1 << 20 { state.said.removeFirst(1 << 19) }
        state.said += buffer[..<count]
      }
      shared.news.signal()
    }
    // Until it is reaped nobody else has its number, so that it may be killed.
    var information = siginfo_t()
    while waitid(P_PID, id_t(pid), &information, WEXITED | WNOWAIT) < 0, errno == EINTR {}
    shared.state.withLock { state in
      state.isGone = true
      while waitpid(pid, &state.status, 0) < 0, errno == EINTR {}
    }
  }

  private static func spawn(
    _ words: [String], _ environment: [String: String], output: Int32
  ) -> (pid_t, Int32) {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output, 1)
    posix_spawn_file_actions_adddup2(&actions, output, 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETPGROUP))
    let whole = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    var arguments = words.map { strdup($0) } + [nil]
    var variables = whole.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in arguments + variables { free(text) } }
    var pid: pid_t = 0
    let code = posix_spawnp(&pid, words[0], &actions, &attributes, &arguments, &variables)
    return (pid, code)
  }
}
