import CLinux
import Glibc
import Migration
import Transfer

/// Compares limits with what is moved under them, and times how soon a change holds.
struct ThrottleBench {
  private let options: ThrottleOptions
  private let folder: String

  /// A benchmark in a fresh folder of its own.
  init(_ options: ThrottleOptions) {
    self.options = options
    folder = "\(options.folder)/ferry-throttle-\(getpid())"
  }

  /// Measures and prints.
  func run() throws(BenchError) {
    try BenchFolder.with(folder) { () throws(BenchError) in
      try measure()
    }
  }

  private func measure() throws(BenchError) {
    let bits = Int64(100_000_000)
    let bytes = Int(bits) / 8 * (options.seconds + 5)
    let large = try BenchTree("\(folder)/large", files: 1, size: bytes)
    let mixed = try BenchTree("\(folder)/mixed", files: bytes / 40_000, size: 40_000)
    let small = try BenchTree("\(folder)/small", files: 500 * (options.seconds + 5), size: 100)
    print("set and measured over \(options.seconds) s, in \(options.folder)")
    print("  limit of       jobs  objects                    set       measured   error")
    let rate = Throttle(bitsPerSecond: bits)
    let pace = Throttle(objectsPerSecond: 500)
    try compare("a job", 1, "one large file", large, own: rate)
    try compare("a job", 1, "files of 40 kB", mixed, own: rate)
    try compare("a job", 1, "files of 100 B", small, own: pace)
    for jobs in [1, 3] {
      try compare("all runs", jobs, "one large file", large, common: rate)
      try compare("all runs", jobs, "files of 40 kB", mixed, common: rate)
      try compare("all runs", jobs, "files of 100 B", small, common: pace)
    }
    print("\na job's limit changed while it copies one large file")
    print("  from         to           the new rate holds after s")
    try change(large)
  }

  // MARK: - Rates

  private func compare(
    _ what: String, _ jobs: Int, _ objects: String, _ tree: BenchTree, own: Throttle = .none,
    common: Throttle = .none
  ) throws(BenchError) {
    let shared = CommonThrottle(common)
    var runs: [ThrottledRun] = []
    for number in 0..<jobs {
      runs.append(try ThrottledRun(tree.path, "\(folder)/target-\(number)", own, shared))
    }
    // What a full bucket lets through at first is no rate.
    usleep(500_000)
    let (first, begin) = (Self.counts(runs), Child.now())
    sleep(UInt32(options.seconds))
    let (last, seconds) = (Self.counts(runs), Child.now() - begin)
    try end(runs)
    let limit = own == .none ? common : own
    let isBits = limit.bitsPerSecond > 0
    let set = Double(isBits ? limit.bitsPerSecond : limit.objectsPerSecond)
    let moved = isBits ? Double(last.bytes - first.bytes) * 8 : Double(last.objects - first.objects)
    let measured = moved / seconds
    let error = (measured / set - 1) * 100
    let (scale, unit) = isBits ? (1e6, "Mbit/s") : (1, "obj/s ")
    print(
      "  " + Figure.left(what, 13) + Figure.right("\(jobs)", 6) + "  " + Figure.left(objects, 16)
        + Figure.right(Figure.text(set / scale, 1), 10) + " \(unit)"
        + Figure.right(Figure.text(measured / scale, 1), 10)
        + Figure.right(Figure.text(error, 2), 7) + " %")
  }

  private static func counts(_ runs: [ThrottledRun]) -> (bytes: Int64, objects: Int64) {
    runs.reduce(into: (0, 0)) { sum, run in
      let counts = run.counts
      sum.bytes += counts.copiedBytes
      sum.objects += counts.copied
    }
  }

  private func end(_ runs: [ThrottledRun]) throws(BenchError) {
    for (number, run) in runs.enumerated() {
      run.close()
      let place = "\(folder)/target-\(number)"
      try Child.remove(place)
      for end in ["", "-wal", "-shm"] { unlink(place + ".db" + end) }
    }
  }

  // MARK: - Changes

  /// Half a second, in looks: a rate holds from the first look after which it is kept so long.
  private static let looks = 20
  private static let look = 0.025

  private func change(_ tree: BenchTree) throws(BenchError) {
    let slow = Throttle(bitsPerSecond: 1_000_000)
    let fast = Throttle(bitsPerSecond: 100_000_000)
    let run = try ThrottledRun(tree.path, "\(folder)/target-0", slow, CommonThrottle())
    sleep(2)
    for (from, to) in [(slow, fast), (fast, slow), (slow, fast)] {
      run.setThrottle(to)
      let held = Self.hold(run, Double(to.bitsPerSecond))
      print(
        "  " + Figure.left(Self.megabits(from), 13) + Figure.left(Self.megabits(to), 13)
          + (held.map { Figure.text($0, 3) } ?? "not within 3 s"))
    }
    try end([run])
  }

  /// When the rate begins to be kept, in seconds from now; nil if it is not within three seconds.
  private static func hold(_ run: ThrottledRun, _ rate: Double) -> Double? {
    let begin = Child.now()
    var samples = [(at: 0.0, bits: Double(run.counts.copiedBytes) * 8)]
    while Child.now() - begin < 3.5 {
      usleep(UInt32(look * 1e6))
      samples.append((Child.now() - begin, Double(run.counts.copiedBytes) * 8))
    }
    // The smallest part of a file, 16 KiB, is what a slow rate goes on by.
    let grain = Double(2 * 16 << 10) * 8
    for index in samples.indices.dropLast(looks) {
      let (first, last) = (samples[index], samples[index + looks])
      let expected = rate * (last.at - first.at)
      if abs(last.bits - first.bits - expected) <= max(expected / 10, grain) { return first.at }
    }
    return nil
  }

  private static func megabits(_ throttle: Throttle) -> String {
    "\(throttle.bitsPerSecond / 1_000_000) Mbit/s"
  }
}
