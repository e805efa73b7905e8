/// What `ferry-bench throttle` is told.
struct ThrottleOptions {
  /// How long each rate is measured.
  var seconds = 10
  /// Where the trees are made.
  var folder = "/dev/shm"

  /// Reads the arguments after the subcommand.
  init(_ arguments: [String]) throws(BenchError) {
    var rest = arguments[...]
    while let name = rest.popFirst() {
      guard let value = rest.popFirst() else { throw .misuse("\(name) needs a value") }
      switch name {
      case "--dir": folder = value
      case "--seconds":
        guard let number = Int(value), (1...600).contains(number) else {
          throw .misuse("--seconds needs a number from 1 to 600, not \(value)")
        }
        seconds = number
      default: throw .misuse("no such option: \(name)")
      }
    }
  }
}
