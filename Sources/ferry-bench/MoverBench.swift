import Glibc
import Migration

/// Moves the same trees by ferry and by its peers.
struct MoverBench {
  private let options: MoverOptions
  private let folder: String

  /// A benchmark in a fresh folder of its own.
  init(_ options: MoverOptions) {
    self.options = options
    folder = "\(options.folder)/ferry-bench-\(getpid())"
  }

  /// Measures and prints.
  func run() throws(BenchError) {
    try BenchFolder.with(folder) { () throws(BenchError) in
      try measure()
    }
  }

  private func measure() throws(BenchError) {
    let folders = BenchTree.folders(for: options.files)
    print(
      "\(options.files) files of \(options.size) bytes in \(folders) folders and",
      "\(options.largeFiles) of \(options.largeSize) bytes, under \(folder)")
    print(
      """
      median of \(options.rounds) rounds, in each of which every program runs once; ferry in process, \
      with its ledger
      and its sync at the end; limit: a program in C that does the least, with 4 threads
      """)
    let small = try BenchTree("\(folder)/small", files: options.files, size: options.size)
    try measure(small, [.small, .unchanged])
    try Child.remove(small.path)
    if options.largeFiles > 0 {
      let large = try BenchTree(
        "\(folder)/large", files: options.largeFiles, size: options.largeSize)
      try measure(large, [.large])
      try measure(large, [.verified])
      try measure(large, [.summed])
      try Child.remove(large.path)
    }
    try memory()
  }

  /// Measures cases that follow one another at the same destination.
  ///
  /// The programs take turns, so that what else the machine does meets all of them alike.
  private func measure(_ tree: BenchTree, _ cases: [MoverCase]) throws(BenchError) {
    var tables = cases.map { MoverTable($0) }
    let paths = Mover.Paths(
      source: tree.path, target: "\(folder)/target", ledger: "\(folder)/ledger.db")
    for round in 0..<options.rounds {
      for (row, mover) in Mover.all.enumerated() where round < mover.rounds {
        guard !options.isWithout(mover.name) else { continue }
        for index in tables.indices {
          guard let measure = try mover.run(paths, tables[index].what) else { continue }
          tables[index].rows[row].measures.append(measure)
        }
        try Child.remove(paths.target)
      }
    }
    for table in tables { table.show() }
  }

  /// The peak for a tenth of the files beside the one for all.
  private func memory() throws(BenchError) {
    print("\npeak memory of ferry")
    for files in [max(1, options.files / 10), options.files] {
      let tree = try BenchTree("\(folder)/tree-\(files)", files: files, size: options.size)
      let measure = try FerryRun.move(
        FerryRun.order(tree.path, "\(folder)/target"), ledger: "\(folder)/ledger.db")
      print("  \(Figures.right("\(files)", 9)) files \(MoverTable.megabytes(measure.peakKiB)) MB")
      try Child.remove("\(folder)/target")
    }
  }
}
