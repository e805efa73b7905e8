import Glibc

/// Where the benchmark's ferryd finds and leaves things.
struct DaemonFolders {
  let path: String

  /// Makes them.
  init(_ path: String) throws(BenchError) {
    self.path = path
    // Apart from each other: nothing inside the daemon's own folders may be moved.
    for folder in ["", "/config", "/state", "/run", "/trees"] {
      guard mkdir(path + folder, 0o700) == 0 else {
        throw .failed("cannot make \(path + folder): errno \(errno)")
      }
    }
  }

  var database: String { path + "/state/ferry.db" }
  var notify: String { path + "/run/notify" }
  var log: String { path + "/log" }
  /// Where sources and destinations are.
  var trees: String { path + "/trees" }

  func arguments(of program: String) -> [String] {
    [
      program, "--config", path + "/config", "--state", path + "/state",
      "--socket", path + "/run/ferryd.sock",
    ]
  }

  /// Writes ferryd.conf anew.
  func configure(maxRunningJobs: Int) throws(BenchError) {
    let name = path + "/config/ferryd.conf"
    guard let file = fopen(name, "w") else { throw .failed("cannot make \(name): errno \(errno)") }
    fputs("[Daemon]\nMaxRunningJobs=\(maxRunningJobs)\nTimeZone=UTC\n", file)
    guard fclose(file) == 0 else { throw .failed("cannot write \(name): errno \(errno)") }
  }

  /// The last line of the log.
  var lastWords: String {
    guard let file = fopen(log, "r") else { return "none" }
    defer { fclose(file) }
    var words = "none"
    var line: UnsafeMutablePointer<CChar>?
    var room = 0
    defer { free(line) }
    while getline(&line, &room, file) > 0, let line { words = String(cString: line) }
    return words.split(separator: "\n").first.map(String.init) ?? "none"
  }
}
