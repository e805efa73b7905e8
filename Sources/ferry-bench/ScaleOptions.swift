/// What `ferry-bench scale` is told.
struct ScaleOptions {
  /// The most objects of a run: a power of ten from 100,000 on, or what lies between two.
  var objects = 10_000_000
  /// Objects that fail.
  var failures = 100_000
  /// Where the trees and lists are made.
  var folder = "/dev/shm"

  /// Reads the arguments after the subcommand.
  init(_ arguments: [String]) throws(BenchError) {
    var rest = arguments[...]
    while let name = rest.popFirst() {
      guard ["--objects", "--failures", "--dir"].contains(name) else {
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
      if name == "--objects" { objects = number } else { failures = number }
    }
  }

  /// The sizes of the runs: 100,000, a million and so on.
  var steps: [Int] {
    var steps: [Int] = []
    var step = min(100_000, objects)
    while step < objects {
      steps.append(step)
      step *= 10
    }
    return steps + [objects]
  }
}
