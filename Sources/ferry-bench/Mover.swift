/// One way to move a tree.
struct Mover {
  /// What stands in the table.
  let name: String
  /// Moves a tree; nil if the program is not installed.
  ///
  /// The last argument says whether the destination is fresh.
  let run: (Paths, Bool) throws(BenchError) -> Measure?

  /// Where a run finds and leaves things.
  struct Paths {
    let source: String
    let target: String
    let ledger: String
  }

  /// Ferry first: the others are compared with it.
  static var all: [Mover] {
    [
      Mover(name: "ferry") { (paths, _) throws(BenchError) in
        try FerryRun.move(paths.source, to: paths.target, ledger: paths.ledger).0
      },
      Mover(name: "cp -a") { (paths, isFresh) throws(BenchError) in
        // Without -u it would copy everything again.
        let flags = isFresh ? ["-a", "-T"] : ["-a", "-u", "-T"]
        return try Child.run(["cp"] + flags + [paths.source, paths.target])
      },
      Mover(name: "rsync -a") { (paths, _) throws(BenchError) in
        try Child.run(["rsync", "-a", paths.source + "/", paths.target])
      },
      Mover(name: "rclone copy") { (paths, _) throws(BenchError) in
        try Child.run(["rclone", "copy", paths.source, paths.target])
      },
    ]
  }
}
