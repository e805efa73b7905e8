/// What `ferry-bench schedule` is told.
struct ScheduleOptions {
  /// Jobs in the store.
  var jobs = 1_000_000
  /// How many of them are due at one instant.
  var due = 10_000
  /// Where the database is made.
  var folder = "/dev/shm"

  /// Reads the arguments after the subcommand.
  init(_ arguments: [String]) throws(BenchError) {
    var rest = arguments[...]
    while let name = rest.popFirst() {
      guard ["--jobs", "--due", "--dir"].contains(name) else {
        throw .misuse("no such option: \(name)")
      }
      guard let value = rest.popFirst() else { throw .misuse("\(name) needs a value") }
      if name == "--dir" {
        folder = value
        continue
      }
      guard let number = Int(value), number >= 1 else {
        throw .misuse("\(name) needs a number from 1 on, not \(value)")
      }
      if name == "--jobs" { jobs = number } else { due = number }
    }
    guard due <= jobs else { throw .misuse("--due is more than --jobs") }
  }
}
