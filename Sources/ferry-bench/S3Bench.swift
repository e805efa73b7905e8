import CLinux
import Glibc

/// Moves files to and from servers of S3 on this machine, by ferry and by rclone, and reads lists.
struct S3Bench {
  let options: S3Options
  let folder: String

  /// A benchmark in a fresh folder of its own.
  init(_ options: S3Options) {
    self.options = options
    folder = "\(options.folder)/ferry-bench-\(getpid())"
  }

  /// Measures and prints.
  func run() throws(BenchError) {
    guard try Child.run([options.rclone, "version"]) != nil else {
      throw .failed(
        "no \(options.rclone): make deps-test, then --rclone ~/.cache/ferry/peers/bin/rclone")
    }
    try BenchFolder.with(folder) { () throws(BenchError) in
      print(
        "median of \(options.rounds) rounds, in each of which every program runs once, with a",
        "server of its own; ferry in process, with its ledger; times of a server are its own")
      try list()
      let small = try tree("small", options.files, options.size)
      try unchanged(small)
      try moves("\(options.files) files of \(options.size) bytes", small)
      guard options.largeFiles > 0 else { return }
      try Child.remove(small.path)
      let large = try tree("large", options.largeFiles, options.largeSize)
      try moves("\(options.largeFiles) files of \(options.largeSize) bytes", large)
    }
  }

  /// A tree of files, and the list of its keys.
  struct Tree {
    let path: String
    /// The file with the keys.
    let keys: String
    let files: Int
    let size: Int
  }

  /// Makes a tree whose files are old, as those that are moved mostly are.
  private func tree(_ name: String, _ files: Int, _ size: Int) throws(BenchError) -> Tree {
    let path = "\(folder)/\(name)"
    _ = try BenchTree(path, files: files, size: size)
    let keys = (0..<files).map { BenchTree.key($0, of: files) }
    for key in keys {
      let code = ferry_set_modified_at(
        AT_FDCWD, "\(path)/\(key)", S3Server.modified * 1_000_000_000)
      guard code == 0 else { throw .failed("cannot set the time of \(path)/\(key): \(-code)") }
    }
    let list = "\(folder)/\(name).keys"
    try S3KeyFile.write(keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }, to: list)
    return Tree(path: path, keys: list, files: files, size: size)
  }

  /// Compares a tree with a list that says the same.
  private func unchanged(_ tree: Tree) throws(BenchError) {
    var table = S3Table(
      title: "\(tree.files) files, all of them in the bucket already", unit: ("file", tree.files))
    for _ in 0..<options.rounds {
      for program in programs(wanted: 4, options: [["--transfers", "32"], ["--fast-list"]]) {
        let server = try S3Server.cheap(keys: tree.keys, size: tree.size, log: log)
        let run = S3Run(way: .up, folder: tree.path, port: server.port, ledger: ledger)
        let measure = try program.run(run)
        table.add(program.name, wanted: program.wanted, measure, server: server.stop())
      }
    }
    table.show()
  }

  /// Moves a tree to a server that throws it away, to rclone's, and from there.
  private func moves(_ what: String, _ tree: Tree) throws(BenchError) {
    let isSmall = tree.files > options.largeFiles
    var sink = S3Table(
      title: "\(what) up, to a server that throws them away", unit: ("file", tree.files))
    var up = S3Table(title: "\(what) up, to rclone serve s3", unit: ("file", tree.files))
    var down = S3Table(title: "\(what) down, from rclone serve s3", unit: ("file", tree.files))
    for _ in 0..<options.rounds {
      for program in programs(
        wanted: isSmall ? 2.8 : 1.5, options: [["--transfers", "32", "--ignore-checksum"]])
      {
        let server = try S3Server.cheap(keys: "/dev/null", size: tree.size, log: log)
        let run = S3Run(way: .up, folder: tree.path, port: server.port, ledger: ledger)
        let measure = try program.run(run)
        sink.add(program.name, wanted: program.wanted, measure, server: server.stop())
      }
      for program in programs(wanted: isSmall ? 2 : 1.5, options: [["--transfers", "32"]]) {
        let (measure, server) = try peer(.up, tree, program)
        up.add(program.name, wanted: program.wanted, measure, server: server)
      }
      for program in programs(wanted: isSmall ? 1.9 : 1, options: [["--transfers", "32"]]) {
        let (measure, server) = try peer(.down, tree, program)
        down.add(program.name, wanted: program.wanted, measure, server: server)
      }
    }
    for table in [sink, up, down] { table.show() }
  }

  /// A program's way between a tree and rclone's server; what has arrived is counted.
  private func peer(
    _ way: S3Run.Way, _ tree: Tree, _ program: Program
  ) throws(BenchError) -> (Measure, server: Double) {
    let (root, target) = ("\(folder)/root", "\(folder)/target")
    let bucket = "\(root)/\(S3Server.bucket)"
    _ = try Child.run(["mkdir", root])
    _ = try Child.run(way == .up ? ["mkdir", bucket] : ["cp", "-a", tree.path, bucket])
    let server = try S3Server.rclone(options.rclone, folder: root, log: log)
    let run = S3Run(
      way: way, folder: way == .up ? tree.path : target, port: server.port, ledger: ledger)
    let measure = try program.run(run)
    let seconds = server.stop()
    // Contents, too: a file of its own name and length may still be wrong.
    _ = try Child.run(["diff", "-r", tree.path, way == .up ? bucket : target])
    try Child.remove(root)
    try Child.remove(target)
    return (measure, seconds)
  }

  /// A program that moves.
  struct Program {
    let name: String
    var wanted: Double?
    let run: (S3Run) throws(BenchError) -> Measure
  }

  /// Ferry, and rclone with each of some options and with none.
  private func programs(wanted: Double, options lists: [[String]]) -> [Program] {
    let program = options.rclone
    let peers = lists.map { list in
      Program(name: "rclone \(list.joined(separator: " "))", wanted: wanted) {
        (run) throws(BenchError) in
        guard let measure = try run.rclone(program, list) else {
          throw .failed("rclone has gone")
        }
        return measure
      }
    }
    return [Program(name: Mover.ferry) { (run) throws(BenchError) in try run.ferry() }] + peers
  }

  var log: String { "\(folder)/server.log" }
  var ledger: String { "\(folder)/ledger.db" }
}
