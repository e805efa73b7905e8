import Glibc

/// A real ferryd of the benchmark's own, in a folder of its own.
///
/// Killed if it is let go of while it runs.
struct DaemonProcess: ~Copyable {
  /// Its process ID, which is its deciding thread's as well.
  let process: pid_t
  /// Seconds from its start to READY=1.
  let secondsToReady: Double

  /// Starts it and waits until it is ready.
  ///
  /// - Parameters:
  ///   - program: The path of ferryd.
  ///   - folders: Where it finds and leaves things.
  init(_ program: String, _ folders: DaemonFolders) throws(BenchError) {
    let notify = try NotifySocket(folders.notify)
    let begin = Child.now()
    let process = try Self.spawn(program, folders)
    while true {
      let lines = notify.next(milliseconds: 100)
      if lines.contains("READY=1") { break }
      var status: Int32 = 0
      let isGone = waitpid(process, &status, WNOHANG) != 0
      guard !isGone, Child.now() - begin < 120 else {
        if !isGone {
          kill(process, SIGKILL)
          waitpid(process, &status, 0)
        }
        throw .failed("ferryd did not get ready; its last words: \(folders.lastWords)")
      }
    }
    secondsToReady = Child.now() - begin
    self.process = process
  }

  deinit {
    var status: Int32 = 0
    kill(process, SIGKILL)
    waitpid(process, &status, 0)
  }

  /// Asks it to stop and waits until it has.
  consuming func stop(_ folders: DaemonFolders) throws(BenchError) {
    let process = self.process
    discard self
    kill(process, SIGTERM)
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 {
      guard errno == EINTR else { throw .failed("cannot wait for ferryd: errno \(errno)") }
    }
    guard status == 0 else {
      throw .failed("ferryd ended with \(status); its last words: \(folders.lastWords)")
    }
  }

  /// `VmRSS` or `VmHWM` in MiB.
  borrowing func mebibytes(_ field: String) -> Double {
    Double(ProcessFacts.number(field, of: "/proc/\(process)/status") ?? 0) / 1_024
  }

  private static func spawn(
    _ program: String, _ folders: DaemonFolders
  ) throws(BenchError) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_addopen(
      &actions, 2, folders.log, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    var arguments: [UnsafeMutablePointer<CChar>?] = folders.arguments(of: program).map {
      strdup($0)
    }
    // Nothing of the caller's: a watchdog of its own manager, say, would wake the daemon.
    var environment: [UnsafeMutablePointer<CChar>?] = [strdup("NOTIFY_SOCKET=\(folders.notify)")]
    defer { for pointer in arguments + environment { free(pointer) } }
    arguments.append(nil)
    environment.append(nil)
    var process: pid_t = 0
    let code = posix_spawn(&process, program, &actions, nil, &arguments, &environment)
    guard code == 0 else { throw .failed("cannot start \(program): errno \(code)") }
    return process
  }
}
