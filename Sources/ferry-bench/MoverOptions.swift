/// What `ferry-bench mover` is told.
struct MoverOptions {
  /// Files in the tree.
  var files = 50_000
  /// Bytes of each.
  var size = 4_096
  /// Where the trees are made.
  var folder = "/dev/shm"

  /// Reads the arguments after the subcommand.
  init(_ arguments: [String]) throws(BenchError) {
    var rest = arguments[...]
    while let name = rest.popFirst() {
      guard ["--files", "--size", "--dir"].contains(name) else {
        throw .misuse("no such option: \(name)")
      }
      guard let value = rest.popFirst() else { throw .misuse("\(name) needs a value") }
      if name == "--dir" {
        folder = value
        continue
      }
      guard let number = Int(value), number >= (name == "--files" ? 1 : 0) else {
        throw .misuse("\(name) needs a number, not \(value)")
      }
      if name == "--files" { files = number } else { size = number }
    }
  }
}
