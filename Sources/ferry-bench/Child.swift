import Glibc

/// Runs other programs.
enum Child {
  /// Runs a program found in PATH, its output thrown away.
  ///
  /// - Returns: Nil if there is no such program.
  static func run(_ command: [String]) throws(BenchError) -> Measure? {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    var pointers: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) }
    defer { for pointer in pointers { free(pointer) } }
    pointers.append(nil)
    var child: pid_t = 0
    let start = now()
    let code = posix_spawnp(&child, command[0], &actions, nil, &pointers, environ)
    if code == ENOENT { return nil }
    guard code == 0 else { throw .failed("cannot start \(command[0]): errno \(code)") }
    var status: Int32 = 0
    var usage = rusage()
    while wait4(child, &status, 0, &usage) < 0 {
      guard errno == EINTR else { throw .failed("cannot wait for \(command[0])") }
    }
    guard status == 0 else { throw .failed("\(command.joined(separator: " ")) failed: \(status)") }
    return Measure(
      seconds: now() - start, processor: Measure.processor(usage), peakKiB: usage.ru_maxrss)
  }

  /// Removes a tree.
  static func remove(_ path: String) throws(BenchError) {
    _ = try run(["rm", "-rf", path])
  }

  /// Monotonic seconds.
  static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
