import Glibc

/// A server of S3 on this machine, in a process of its own; killed if it is let go of.
struct S3Server: ~Copyable {
  /// The only bucket.
  static let bucket = "bench"
  /// Its key.
  static let access = (id: "ferry-bench-key", secret: "ferry-bench-secret")
  /// When all files were changed, in seconds since 1970: long before they are stored.
  static let modified: Int64 = 1_700_000_000

  /// The port on 127.0.0.1.
  let port: Int
  private let process: pid_t

  /// Where it is.
  var url: String { "http://127.0.0.1:\(port)" }

  /// `rclone serve s3`: a folder of buckets.
  static func rclone(
    _ program: String, folder: String, log: String
  ) throws(BenchError) -> S3Server {
    try S3Server(
      [
        program, "--config", "", "serve", "s3", "--addr", "127.0.0.1:0", "--auth-key",
        "\(access.id),\(access.secret)", folder,
      ], log: log, before: "http://127.0.0.1:")
  }

  /// The server of `serve.h`: objects of a list, which costs next to nothing.
  ///
  /// - Parameter latency: Milliseconds that it thinks about each request.
  static func cheap(
    keys: String, size: Int, log: String, latency: Int = 0
  ) throws(BenchError) -> S3Server {
    try S3Server(
      ["/proc/self/exe", "s3-server", keys, "\(size)", "\(latency)"], log: log, before: "")
  }

  private init(_ words: [String], log: String, before mark: String) throws(BenchError) {
    let process = try Self.spawn(words, log: log)
    let begin = Child.now()
    while true {
      if let port = Self.port(in: ProcessFacts.text(log) ?? "", after: mark) {
        (self.port, self.process) = (port, process)
        return
      }
      var status: Int32 = 0
      let isGone = waitpid(process, &status, WNOHANG) != 0
      guard !isGone, Child.now() - begin < 30 else {
        if !isGone {
          kill(process, SIGKILL)
          waitpid(process, &status, 0)
        }
        throw .failed("\(words[0]) is no server: \(ProcessFacts.text(log) ?? "")")
      }
      usleep(2_000)
    }
  }

  deinit {
    var status: Int32 = 0
    kill(process, SIGKILL)
    waitpid(process, &status, 0)
  }

  /// Ends it.
  ///
  /// - Returns: The processor time that it took.
  consuming func stop() -> Double {
    let process = self.process
    discard self
    kill(process, SIGKILL)
    var (status, usage) = (Int32(0), rusage())
    while wait4(process, &status, 0, &usage) < 0, errno == EINTR {}
    return Measure.processor(usage)
  }

  private static func port(in text: String, after mark: String) -> Int? {
    var rest = text[...]
    while !rest.isEmpty {
      if rest.hasPrefix(mark) {
        let digits = rest.dropFirst(mark.count).prefix { $0.isNumber }
        let isWhole = digits.endIndex < text.endIndex
        if isWhole, let port = Int(digits) { return port }
      }
      rest.removeFirst()
    }
    return nil
  }

  /// Starts it so that it ends with this process: prctl(2), PR_SET_PDEATHSIG.
  private static func spawn(_ words: [String], log: String) throws(BenchError) -> pid_t {
    unlink(log)
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(
      &actions, 1, log, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    var arguments: [UnsafeMutablePointer<CChar>?] =
      (["setpriv", "--pdeathsig", "KILL"] + resolved(words)).map { strdup($0) }
    defer { for pointer in arguments { free(pointer) } }
    arguments.append(nil)
    var process: pid_t = 0
    let code = posix_spawnp(&process, "setpriv", &actions, nil, &arguments, environ)
    guard code == 0 else { throw .failed("cannot start setpriv: errno \(code)") }
    return process
  }

  /// `/proc/self/exe` would be setpriv's own.
  private static func resolved(_ words: [String]) -> [String] {
    guard words.first == "/proc/self/exe" else { return words }
    var path = [CChar](repeating: 0, count: 4_096)
    let length = readlink("/proc/self/exe", &path, path.count)
    let own = path.prefix(max(0, length)).map { UInt8(bitPattern: $0) }
    return [String(decoding: own, as: UTF8.self)] + words.dropFirst()
  }
}
