/// What `ferry-bench retry` is told.
struct RetryOptions {
  /// Files in the tree.
  var files = 100_000
  /// How many of them have failed.
  var failures = 10
  /// Bytes of each.
  var size = 1_024
  /// Where the trees are made.
  var folder = "/dev/shm"

  /// Reads the arguments after the subcommand.
  init(_ arguments: [String]) throws(BenchError) {
    var rest = arguments[...]
    while let name = rest.popFirst() {
      guard ["--files", "--failures", "--size", "--dir"].contains(name) else {
        throw .misuse("no such option: \(name)")
      }
      guard let value = rest.popFirst() else { throw .misuse("\(name) needs a value") }
      if name == "--dir" {
        folder = value
        continue
      }
      guard let number = Int(value), number >= (name == "--size" ? 0 : 1) else {
        throw .misuse("\(name) needs a number, not \(value)")
      }
      switch name {
      case "--files": files = number
      case "--failures": failures = number
      default: size = number
      }
    }
    guard failures <= files else { throw .misuse("--failures is more than --files") }
  }
}
