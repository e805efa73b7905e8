/// What `ferry-bench s3` is told.
struct S3Options {
  /// Keys of the list.
  var keys = 1_000_000
  /// Small files that are moved.
  var files = 5_000
  /// Bytes of each.
  var size = 4_096
  /// Large files; 0 leaves them out.
  var largeFiles = 8
  /// Bytes of each.
  var largeSize = 64 << 20
  /// Milliseconds that the server of lists thinks about each request.
  var latency = 0
  /// How often each program runs.
  var rounds = 3
  /// rclone 1.66 or newer; older ones are no server of S3.
  var rclone = "rclone"
  /// Where the trees are made.
  var folder = "/dev/shm"

  /// Reads the arguments after the subcommand.
  init(_ arguments: [String]) throws(BenchError) {
    var rest = arguments[...]
    while let name = rest.popFirst() {
      guard let value = rest.popFirst() else { throw .misuse("\(name) needs a value") }
      switch name {
      case "--dir": folder = value
      case "--rclone": rclone = value
      default: try set(name, value)
      }
    }
  }

  private mutating func set(_ name: String, _ value: String) throws(BenchError) {
    let least = name == "--large" || name == "--latency" ? 0 : 1
    guard let number = Int(value), number >= least else {
      throw .misuse("\(name) needs a number from \(least) on, not \(value)")
    }
    switch name {
    case "--keys": keys = number
    case "--files": files = number
    case "--size": size = number
    case "--large": largeFiles = number
    case "--large-size": largeSize = number
    case "--latency": latency = number
    case "--rounds": rounds = number
    default: throw .misuse("no such option: \(name)")
    }
  }
}
