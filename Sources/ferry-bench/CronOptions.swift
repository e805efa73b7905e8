import Glibc

/// What `ferry-bench cron` is told.
struct CronOptions {
  /// The Python that has croniter; empty if there is none.
  var python: String

  /// Reads the arguments after the subcommand.
  init(_ arguments: [String]) throws(BenchError) {
    let home = getenv("HOME").map { String(cString: $0) } ?? ""
    let cache = getenv("XDG_CACHE_HOME").map { String(cString: $0) } ?? "\(home)/.cache"
    python = "\(cache)/ferry/venv/bin/python"
    var rest = arguments[...]
    while let name = rest.popFirst() {
      guard name == "--python" else { throw .misuse("no such option: \(name)") }
      guard let value = rest.popFirst() else { throw .misuse("\(name) needs a value") }
      python = value
    }
    if access(python, X_OK) != 0 { python = "" }
  }
}
