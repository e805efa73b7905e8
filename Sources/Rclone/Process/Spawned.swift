import CLinux
import Glibc
import Platform

/// Starting programs.
enum Spawned {
  /// The environment of each of them: nothing of the daemon's own but what leads into the network.
  static func environment(home: String) -> [String] {
    let passed = [
      "http_proxy", "https_proxy", "no_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY",
      "NO_PROXY", "ALL_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR",
    ]
    let kept = passed.compactMap { name in
      getenv(name).map { "\(name)=\(String(cString: $0))" }
    }
    return ["HOME=\(home)", "PATH=/usr/local/bin:/usr/bin:/bin", "LANG=C.UTF-8", "TZ=UTC"] + kept
  }

  /// Starts a program, which ends with the calling thread at the latest.
  ///
  /// - Parameters:
  ///   - words: The path and the arguments.
  ///   - output: Takes both of its outputs.
  ///   - extra: Its descriptor 3.
  /// - Returns: Its number, which is that of its process group.
  static func start(
    _ words: [String], environment: [String], output: Int32, extra: Int32
  ) throws(RcloneError) -> pid_t {
    let arguments = words.map { strdup($0) } + [nil]
    let variables = environment.map { strdup($0) } + [nil]
    defer { for text in arguments + variables { free(text) } }
    // Files that it makes are for all to read, as those that ferry makes are.
    let result = ferry_child_start(words[0], arguments, variables, output, extra, 0o022)
    guard result > 0 else {
      let error = SystemError(-result, "execve", words[0])
      throw RcloneError(.broken, "\(error); is it a program for this machine?")
    }
    return result
  }

  /// Runs a program and takes what it says; ten seconds at most.
  static func output(of words: [String]) throws(RcloneError) -> String {
    var ends: [Int32] = [-1, -1]
    let piped = ferry_pipe(&ends)
    guard piped == 0 else { throw RcloneError(.broken, "\(SystemError(-piped, "pipe2"))") }
    let reading = FileDescriptor(owning: ends[0])
    let writing = FileDescriptor(owning: ends[1])
    let pid = try start(
      words, environment: environment(home: "/nonexistent"), output: writing.raw,
      extra: reading.raw)
    _ = consume writing
    let end = MonotonicTime.now().advanced(byNanoseconds: 10_000_000_000)
    var said: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while said.count < 1 << 16 {
      let left = end.nanoseconds(since: .now()) / 1_000_000
      var source = pollfd(fd: reading.raw, events: Int16(POLLIN), revents: 0)
      let ready = poll(&source, 1, Int32(clamping: max(0, left)))
      if ready < 0, errno == EINTR { continue }
      guard ready > 0 else { break }
      let count = Glibc.read(reading.raw, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      said += buffer[..<count]
    }
    kill(-pid, SIGKILL)
    while waitpid(pid, nil, 0) < 0, errno == EINTR {}
    return String(decoding: said, as: UTF8.self)
  }
}
