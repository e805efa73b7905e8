import Glibc
import Migration

/// Moves the same tree by ferry and by its peers.
struct MoverBench {
  private static let rounds = 3

  private let options: MoverOptions
  private let folder: String

  /// A benchmark in a fresh folder of its own.
  init(_ options: MoverOptions) {
    self.options = options
    folder = "\(options.folder)/ferry-bench-\(getpid())"
  }

  /// Measures and prints.
  func run() throws(BenchError) {
    guard mkdir(folder, 0o700) == 0 else {
      throw .failed("cannot make \(folder): errno \(errno)")
    }
    do throws(BenchError) {
      try measure()
    } catch {
      try Child.remove(folder)
      throw error
    }
    try Child.remove(folder)
  }

  private func measure() throws(BenchError) {
    let tree = try BenchTree("\(folder)/source", files: options.files, size: options.size)
    print(
      "\(options.files) files of \(options.size) bytes in \(BenchTree.folders(for: options.files)) folders, under \(folder)"
    )
    print("median of \(Self.rounds); ferry in process, with its ledger and its sync at the end\n")
    let paths = Mover.Paths(
      source: tree.path, target: "\(folder)/target", ledger: "\(folder)/ledger.db")
    var fresh: [(name: String, measures: [Measure])] = []
    var again: [(name: String, measures: [Measure])] = []
    for mover in Mover.all {
      var first: [Measure] = []
      var second: [Measure] = []
      for _ in 0..<Self.rounds {
        guard let measure = try mover.run(paths, true) else { break }
        first.append(measure)
        if let measure = try mover.run(paths, false) { second.append(measure) }
        try Child.remove(paths.target)
      }
      fresh.append((mover.name, first))
      again.append((mover.name, second))
    }
    print("copy to a fresh destination")
    Self.table(fresh)
    print("\nrun again, nothing changed")
    Self.table(again)
    try memory(full: fresh.first?.measures.first?.peakKiB ?? 0)
  }

  /// The peak for a tenth of the files beside the one for all.
  private func memory(full: Int) throws(BenchError) {
    let files = max(1, options.files / 10)
    let tree = try BenchTree("\(folder)/tenth", files: files, size: options.size)
    let (tenth, _) = try FerryRun.move(
      tree.path, to: "\(folder)/target", ledger: "\(folder)/ledger.db")
    print("\npeak memory of ferry")
    print("  \(Figures.right("\(files)", 9)) files  \(Self.megabytes(tenth.peakKiB)) MB")
    print("  \(Figures.right("\(options.files)", 9)) files  \(Self.megabytes(full)) MB")
  }

  // MARK: Text

  private static func table(_ rows: [(name: String, measures: [Measure])]) {
    print("  program      seconds  x ferry  peak MB")
    // A child's peak begins with that of the process that started it; getrusage(2) of Linux.
    let floor = (rows.first?.measures.map(\.peakKiB).max() ?? 0) + 512
    let ferry = Figures.median(rows.first?.measures.map(\.seconds) ?? []) ?? 0
    for row in rows {
      let name = row.name + String(repeating: " ", count: max(0, 11 - row.name.count))
      guard let seconds = Figures.median(row.measures.map(\.seconds)),
        let peak = Figures.median(row.measures.map { Double($0.peakKiB) })
      else {
        print("  \(name)  not installed")
        continue
      }
      let ratio = ferry > 0 ? seconds / ferry : 0
      print(
        "  \(name) \(Figures.right(Figures.fixed(seconds, 3), 8))",
        " \(Figures.right(Figures.fixed(ratio, 2), 8))",
        Figures.right(
          row.name == "ferry" || Int(peak) > floor ? megabytes(Int(peak)) : "(below)", 9),
        separator: "")
    }
  }

  private static func megabytes(_ kibibytes: Int) -> String {
    Figures.right(Figures.fixed(Double(kibibytes) * 1_024 / 1e6, 1), 7)
  }
}
