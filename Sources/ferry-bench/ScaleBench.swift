import CBenchFloor
import Glibc
import Migration
import Store
import Transfer

/// Runs of ever more objects, by the real mover with its real ledger.
struct ScaleBench {
  /// Files of the tree that the lists name.
  private static let files = 100_000
  /// What a run may take of memory at most, in KiB.
  private static let wantedKiB = 150 << 10

  private let options: ScaleOptions
  private let folder: String

  /// A benchmark in a fresh folder of its own.
  init(_ options: ScaleOptions) {
    self.options = options
    folder = "\(options.folder)/ferry-bench-scale-\(getpid())"
  }

  private var source: String { "\(folder)/source" }
  private var target: String { "\(folder)/target" }
  private var place: LedgerPlace { LedgerPlace(path: "\(folder)/run.db", job: "bench", run: 1) }

  /// Measures and prints.
  func run() throws(BenchError) {
    try BenchFolder.with(folder) { () throws(BenchError) in
      try copied()
      try listed()
      try failed()
    }
  }

  // MARK: - Runs

  /// Every object is planned, claimed, copied and recorded.
  private func copied() throws(BenchError) {
    _ = try BenchTree(source, files: Self.files, size: 0)
    print("named by a list, all copied (empty files)")
    head()
    for objects in options.steps {
      let list = try ScaleList("\(folder)/list", rows: objects, files: Self.files)
      var order = FerryRun.order(source, target)
      order.overwrite = .alwaysAll
      order.inventory = list.order
      let end = try row(objects, order)
      guard end.counts.copied == objects, end.counts.failed == 0 else {
        throw .failed("\(end.counts.copied) of \(objects) objects were copied")
      }
      try Child.remove("\(folder)/list")
      try Child.remove(target)
    }
    try Child.remove(source)
  }

  /// Every object is listed on both sides, compared and found the same.
  private func listed() throws(BenchError) {
    print("\nlisted, nothing to do (names of one empty file)")
    head()
    for objects in options.steps {
      guard LinkTree.fits(objects, in: folder) else {
        print("  \(Figure.right("\(objects)", 9))  no room for so many names in \(options.folder)")
        continue
      }
      try LinkTree.make([source, target], names: objects)
      let end = try row(objects, FerryRun.order(source, target))
      try limit(objects)
      guard end.counts.skipped >= objects, end.counts.failed == 0 else {
        throw .failed("\(end.counts.skipped) of \(objects) objects were skipped")
      }
      try Child.remove(source)
      try Child.remove(target)
    }
  }

  /// What looking at both sides costs by itself, which grows with what the system has in its cache.
  private func limit(_ objects: Int) throws(BenchError) {
    let start = Child.now()
    let code = ferry_floor_move(source, target, 4, 0)
    guard code == 0 else { throw .failed("the limit program ended with errno \(-code)") }
    let seconds = Child.now() - start
    print(
      "  \(Figure.right("limit", 9))", Figure.right(Figure.text(seconds, 2), 9),
      Figure.right(Figure.text(seconds * 1e6 / Double(objects), 2), 10))
  }

  private func head() {
    print("    objects   seconds  µs/object  ledger bytes/object  at the end  peak MiB")
  }

  /// Measures one run and prints its row.
  private func row(_ objects: Int, _ order: MoveOrder) throws(BenchError) -> MoveEnd {
    var grown = 0
    let (measure, end) = try FerryRun.measure(order, place) { grown = ledgerBytes() }
    let shrunk = ledgerBytes()
    ObjectLedger.removeFiles(place.path)
    print(
      "  \(Figure.right("\(objects)", 9))", Figure.right(Figure.text(measure.seconds, 2), 9),
      Figure.right(Figure.text(measure.seconds * 1e6 / Double(objects), 2), 10),
      Figure.right(Figure.text(Double(grown) / Double(objects), 2), 20),
      Figure.right("\(shrunk >> 10) KiB", 11),
      Figure.right(Figure.text(Double(measure.peakKiB) / 1_024, 1), 9),
      measure.peakKiB > Self.wantedKiB ? "  MISSED: at most \(Self.wantedKiB >> 10)" : "")
    return end
  }

  /// The ledger with its log.
  private func ledgerBytes() -> Int {
    ["", "-wal"].reduce(0) { sum, ending in
      var facts = stat()
      return stat(place.path + ending, &facts) == 0 ? sum + Int(facts.st_size) : sum
    }
  }

  // MARK: - Failures

  /// Every object fails, because a folder stands in its way.
  private func failed() throws(BenchError) {
    _ = try BenchTree(source, files: options.failures, size: 0)
    let folders = BenchTree.folders(for: options.failures)
    guard mkdir(target, 0o755) == 0 else { throw .failed("cannot make \(target)") }
    for number in 0..<options.failures {
      let path = "\(target)/\(BenchTree.key(number, of: options.failures))"
      if number < folders { mkdir("\(target)/folder-\(number)", 0o755) }
      guard mkdir(path, 0o755) == 0 else { throw .failed("cannot make \(path): errno \(errno)") }
    }
    print("\nfailed, because a folder is in the way")
    var grown = 0
    let (measure, end) = try FerryRun.measure(FerryRun.order(source, target), place) {
      grown = ledgerBytes()
    }
    guard end.counts.failed == options.failures else {
      throw .failed("\(end.counts.failed) objects failed, not \(options.failures)")
    }
    let start = Child.now()
    let listed = try failures()
    print(
      "  \(options.failures) objects: run \(Figure.text(measure.seconds, 2)) s,",
      "all \(listed) listed with code and message in \(Figure.text(Child.now() - start, 2)) s,",
      "peak \(Figure.text(Double(measure.peakKiB) / 1_024, 1)) MiB;",
      "ledger \(Figure.text(Double(grown) / Double(options.failures), 1)) bytes an object,",
      "\(Figure.text(Double(ledgerBytes()) / Double(options.failures), 1)) at the end")
  }

  /// Reads all failures page by page, as a request does.
  private func failures() throws(BenchError) -> Int {
    do throws(LedgerError) {
      let list = try FailureList(of: place)
      var (count, last) = (0, ObjectKey?.none)
      while true {
        let page = try list.page(after: last, limit: 1_000)
        count += page.count { !$0.failure.code.rawValue.isEmpty && !$0.failure.text.isEmpty }
        guard page.count == 1_000 else { break }
        last = page.last?.failure.key
      }
      if count == options.failures { return count }
      throw LedgerError(isBroken: false, "only \(count) of the failures are listed")
    } catch {
      throw .failed("\(error)")
    }
  }
}
