import CBenchFloor
import Glibc
import Migration
import Transfer

/// One way to move a tree.
struct Mover: Sendable {
  /// What stands in the table.
  let name: String
  /// Rounds at most: the slow ones are not run as often.
  var rounds = Int.max
  /// Moves a tree; nil if the program is not installed.
  let run: @Sendable (Paths, MoverCase) throws(BenchError) -> Measure?

  /// Where a run finds and leaves things.
  struct Paths {
    let source: String
    let target: String
    let ledger: String
  }

  /// Ferry first: the others are compared with it.
  static let all = [
    Mover(name: ferry) { (paths, what) throws(BenchError) in
      var order = FerryRun.order(paths.source, paths.target)
      if what == .verified { order.rule.verify = .checksum }
      if what == .summed { order.rule.verify = .crc64 }
      return try FerryRun.move(order, ledger: paths.ledger)
    },
    Mover(name: limit) { (paths, what) throws(BenchError) in
      try floor(paths, verifies: what == .verified || what == .summed)
    },
    Mover(name: "cp -a") { (paths, what) throws(BenchError) in
      // Without -u it would copy everything again.
      let flags = what == .unchanged ? ["-a", "-u", "-T"] : ["-a", "-T"]
      return try Child.run(["cp"] + flags + [paths.source, paths.target])
    },
    Mover(name: "rsync -a") { (paths, _) throws(BenchError) in
      try Child.run(["rsync", "-a", paths.source + "/", paths.target])
    },
    Mover(name: "rclone copy", rounds: 3) { (paths, _) throws(BenchError) in
      try Child.run(["rclone", "--config", "", "copy", paths.source, paths.target])
    },
  ]

  /// The name of ferry's own mover.
  static let ferry = "ferry"
  /// The name of the limit program.
  static let limit = "limit"

  private static func floor(_ paths: Paths, verifies: Bool) throws(BenchError) -> Measure {
    let (start, processor) = (Child.now(), Measure.ownProcessor())
    let code = ferry_floor_move(paths.source, paths.target, 4, verifies ? 1 : 0)
    guard code == 0 else { throw .failed("the limit program ended with errno \(-code)") }
    // It runs in this process, which needs more than it does.
    return Measure(
      seconds: Child.now() - start, processor: Measure.ownProcessor() - processor, peakKiB: 0)
  }
}
