import Glibc

/// What `ferry-bench schedule` is told.
struct ScheduleOptions {
  /// Jobs in the store that are not due.
  var jobs = 1_000_000
  /// How many more are due at one instant, to be claimed.
  var due = 10_000
  /// How many more are due at one instant, to be started and moved.
  var starts = 100
  /// Where the databases and trees are made.
  var folder = "/dev/shm"
  /// The daemon that is measured; empty if there is none.
  var ferryd = ScheduleOptions.neighbour

  /// Reads the arguments after the subcommand.
  init(_ arguments: [String]) throws(BenchError) {
    var rest = arguments[...]
    while let name = rest.popFirst() {
      guard ["--jobs", "--due", "--starts", "--dir", "--ferryd"].contains(name) else {
        throw .misuse("no such option: \(name)")
      }
      guard let value = rest.popFirst() else { throw .misuse("\(name) needs a value") }
      switch name {
      case "--dir": folder = value
      case "--ferryd": ferryd = value
      default: try set(name, value)
      }
    }
    if access(ferryd, X_OK) != 0 { ferryd = "" }
  }

  private mutating func set(_ name: String, _ value: String) throws(BenchError) {
    guard let number = Int(value), number >= 1 else {
      throw .misuse("\(name) needs a number from 1 on, not \(value)")
    }
    switch name {
    case "--jobs": jobs = number
    case "--due": due = number
    default: starts = number
    }
  }

  /// The ferryd beside this program.
  static var neighbour: String {
    guard let own = realpath("/proc/self/exe", nil) else { return "" }
    defer { free(own) }
    let path = String(cString: own)
    guard let slash = path.lastIndex(of: "/") else { return "" }
    return path[...slash] + "ferryd"
  }
}
