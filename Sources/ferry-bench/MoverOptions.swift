/// What `ferry-bench mover` is told.
struct MoverOptions {
  /// Small files in the tree.
  var files = 50_000
  /// Bytes of each.
  var size = 4_096
  /// Large files; 0 leaves them out.
  var largeFiles = 8
  /// Bytes of each.
  var largeSize = 256 << 20
  /// How often each program runs.
  var rounds = 5
  /// Where the trees are made.
  var folder = "/dev/shm"
  /// Programs that are left out, by the first word of their names.
  private var without: [String] = []

  /// Reads the arguments after the subcommand.
  init(_ arguments: [String]) throws(BenchError) {
    var rest = arguments[...]
    while let name = rest.popFirst() {
      guard
        ["--files", "--size", "--large", "--large-size", "--rounds", "--dir", "--without"]
          .contains(name)
      else { throw .misuse("no such option: \(name)") }
      guard let value = rest.popFirst() else { throw .misuse("\(name) needs a value") }
      switch name {
      case "--dir": folder = value
      case "--without": without = value.split(separator: ",").map(String.init)
      default: try set(name, value)
      }
    }
  }

  private mutating func set(_ name: String, _ value: String) throws(BenchError) {
    let least = ["--files", "--rounds"].contains(name) ? 1 : 0
    guard let number = Int(value), number >= least else {
      throw .misuse("\(name) needs a number from \(least) on, not \(value)")
    }
    switch name {
    case "--files": files = number
    case "--size": size = number
    case "--large": largeFiles = number
    case "--large-size": largeSize = number
    default: rounds = number
    }
  }

  /// Whether a program is left out.
  func isWithout(_ name: String) -> Bool {
    without.contains { name == $0 || name.hasPrefix($0 + " ") }
  }
}
