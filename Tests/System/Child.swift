import Foundation

/// A child process with its streams in files; it does not outlive this object.
final class Child {
  let pid: pid_t
  private(set) var status: Int32?

  /// Starts a program.
  ///
  /// - Parameters:
  ///   - words: The program's path and its arguments.
  ///   - environment: All of its environment.
  ///   - output: The file for standard output, appended to.
  ///   - errors: The file for standard error, appended to.
  init(_ words: [String], environment: [String: String], output: String, errors: String) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    let flags = O_WRONLY | O_CREAT | O_APPEND
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output, flags, 0o644)
    posix_spawn_file_actions_addopen(&actions, 2, errors, flags, 0o644)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var arguments = words.map { strdup($0) } + [nil]
    var variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in arguments + variables { free(text) } }
    var started: pid_t = 0
    let code = posix_spawn(&started, words[0], &actions, &attributes, &arguments, &variables)
    guard code == 0 else { throw Problem("\(words[0]): \(String(cString: strerror(code)))") }
    pid = started
  }

  deinit {
    kill()
  }

  func send(_ signal: Int32) {
    if status == nil { Foundation.kill(pid, signal) }
  }

  /// SIGKILL, and waits for the end.
  func kill() {
    guard status == nil else { return }
    Foundation.kill(pid, SIGKILL)
    var raw: Int32 = 0
    while waitpid(pid, &raw, 0) < 0, errno == EINTR {}
    status = Self.meaning(raw)
  }

  /// Whether it goes on.
  var isRunning: Bool {
    guard status == nil else { return false }
    var raw: Int32 = 0
    guard waitpid(pid, &raw, WNOHANG) == pid else { return true }
    status = Self.meaning(raw)
    return false
  }

  /// Waits for its end, at most so long.
  ///
  /// - Returns: Its exit status, 128 + N if signal N ended it; nil if it goes on.
  func wait(seconds: Double) -> Int32? {
    let end = ContinuousClock.now + .seconds(seconds)
    while isRunning {
      if ContinuousClock.now >= end { return nil }
      usleep(2_000)
    }
    return status
  }

  private static func meaning(_ raw: Int32) -> Int32 {
    raw & 0x7F == 0 ? (raw >> 8) & 0xFF : 128 + (raw & 0x7F)
  }
}
