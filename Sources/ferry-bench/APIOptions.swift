import Glibc

/// What `ferry-bench api` is told.
struct APIOptions {
  /// How many clients ask at once.
  var clients = 8
  /// How long they ask.
  var seconds = 5
  /// How many jobs there are.
  var jobs = 500
  /// Where the daemon's folders are made.
  var folder = "/dev/shm"
  /// The program that is measured.
  var ferryd = ScheduleOptions.neighbour

  /// Reads the arguments after the subcommand.
  init(_ arguments: [String]) throws(BenchError) {
    var rest = arguments[...]
    while let name = rest.popFirst() {
      guard let value = rest.popFirst() else { throw .misuse("\(name) needs a value") }
      func number(_ range: ClosedRange<Int>) throws(BenchError) -> Int {
        guard let number = Int(value), range.contains(number) else {
          throw .misuse(
            "\(name) needs a number from \(range.lowerBound) to \(range.upperBound), not \(value)")
        }
        return number
      }
      switch name {
      case "--clients": clients = try number(1...64)
      case "--seconds": seconds = try number(1...600)
      case "--jobs": jobs = try number(1...1000)
      case "--dir": folder = value
      case "--ferryd": ferryd = value
      default: throw .misuse("no such option: \(name)")
      }
    }
    if access(ferryd, X_OK) != 0 { ferryd = "" }
  }
}
