import Glibc
import Migration
import Store
import Transfer

/// Retries a few failed objects of a large tree, beside peers that run again over all of it.
struct RetryBench {
  private static let rounds = 3
  /// What a retry is to be faster than rclone by.
  private static let wanted = 50.0

  private let options: RetryOptions
  private let folder: String

  /// A benchmark in a fresh folder of its own.
  init(_ options: RetryOptions) {
    self.options = options
    folder = "\(options.folder)/ferry-bench-\(getpid())"
  }

  private var target: String { "\(folder)/target" }

  /// Measures and prints.
  func run() throws(BenchError) {
    try BenchFolder.with(folder) { () throws(BenchError) in
      try measure()
    }
  }

  private func measure() throws(BenchError) {
    let tree = try BenchTree("\(folder)/source", files: options.files, size: options.size)
    let folders = BenchTree.folders(for: options.files)
    print("\(options.files) files of \(options.size) bytes in \(folders) folders, under \(folder)")
    print(
      "\(options.failures) of them failed, because a folder stood in the way; median of",
      "\(Self.rounds)")
    print("ferry in process, with its ledger, its sync and the word to the root run's ledger\n")
    let root = try firstRun(tree)
    var rows: [(name: String, seconds: [Double])] = []
    var ferry: [Measure] = []
    for round in 0..<Self.rounds { ferry.append(try retry(tree, root, round)) }
    rows.append(("ferry retry", ferry.map(\.seconds)))
    let commands = [
      ("rclone copy", ["rclone", "copy", tree.path, target]),
      ("rsync -a", ["rsync", "-a", tree.path + "/", target]),
    ]
    for (name, command) in commands {
      var seconds: [Double] = []
      for _ in 0..<Self.rounds {
        try lack()
        guard let measure = try Child.run(command) else { break }
        try expectAll(by: name)
        seconds.append(measure.seconds)
      }
      rows.append((name, seconds))
    }
    table(rows)
    let peak = Double(ferry.map(\.peakKiB).max() ?? 0) * 1_024 / 1e6
    print("\npeak memory of ferry's retry: \(Figures.fixed(peak, 1)) MB")
  }

  /// The run in which some objects fail.
  private func firstRun(_ tree: BenchTree) throws(BenchError) -> LedgerPlace {
    guard mkdir(target, 0o755) == 0 else { throw .failed("cannot make \(target)") }
    for index in 0..<options.failures {
      try makeFolders(Self.folder(of: path(index)))
      try makeFolders(path(index))
    }
    let place = LedgerPlace(path: "\(folder)/run.db", job: "bench", run: 1)
    let (_, end) = try FerryRun.measure(FerryRun.order(tree.path, target), place)
    guard end.remainder.failing == Int64(options.failures) else {
      throw .failed("\(end.remainder.failing) objects failed, not \(options.failures)")
    }
    for index in 0..<options.failures where rmdir(path(index)) != 0 {
      throw .failed("cannot remove \(path(index)): errno \(errno)")
    }
    return place
  }

  /// One retry, of a list of failures as it was at the first run's end.
  private func retry(
    _ tree: BenchTree, _ root: LedgerPlace, _ round: Int
  ) throws(BenchError) -> Measure {
    try lack()
    let copy = LedgerPlace(path: "\(folder)/root-\(round).db", job: root.job, run: root.run)
    _ = try Child.run(["cp", root.path, copy.path])
    var order = FerryRun.order(tree.path, target)
    order.ancestors = [copy]
    let place = LedgerPlace(path: "\(folder)/retry-\(round).db", job: "retry", run: 1)
    let (measure, end) = try FerryRun.measure(order, place)
    guard end.counts.copied == Int64(options.failures), end.counts.skipped == 0,
      end.ancestors == [Remainder()]
    else { throw .failed("ferry's retry ended with \(end)") }
    try expectAll(by: "ferry")
    return measure
  }

  // MARK: The objects that fail

  /// Where the destination has, or lacks, one of the objects: they are spread over the tree.
  private func path(_ index: Int) -> String {
    let number = options.files / options.failures * index
    return "\(target)/\(BenchTree.key(number, of: options.files))"
  }

  private static func folder(of path: String) -> String {
    String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)])
  }

  private func makeFolders(_ path: String) throws(BenchError) {
    guard mkdir(path, 0o755) == 0 || errno == EEXIST else {
      throw .failed("cannot make \(path): errno \(errno)")
    }
  }

  /// Takes the objects away from the destination, as if they had failed.
  private func lack() throws(BenchError) {
    for index in 0..<options.failures where unlink(path(index)) != 0 && errno != ENOENT {
      throw .failed("cannot remove \(path(index)): errno \(errno)")
    }
  }

  private func expectAll(by name: String) throws(BenchError) {
    for index in 0..<options.failures where access(path(index), F_OK) != 0 {
      throw .failed("\(name) did not copy \(path(index))")
    }
  }

  // MARK: Text

  private func table(_ rows: [(name: String, seconds: [Double])]) {
    print("  program      seconds   x ferry")
    let ferry = Figures.median(rows.first?.seconds ?? []) ?? 0
    for (name, seconds) in rows {
      let padded = name + String(repeating: " ", count: max(0, 11 - name.count))
      guard let median = Figures.median(seconds), ferry > 0 else {
        print("  \(padded)  not installed")
        continue
      }
      let ratio = median / ferry
      print(
        "  \(padded) \(Figures.right(Figures.fixed(median, 4), 8))",
        Figures.right(Figures.fixed(ratio, 1), 9))
      // For a few among many; the more have failed, the more there is to copy for everyone.
      let isFew = options.failures <= options.files / 10_000
      if isFew, name.hasPrefix("rclone"), ratio < Self.wanted {
        print("  (wanted: at least \(Int(Self.wanted)) times)")
      }
    }
  }
}
