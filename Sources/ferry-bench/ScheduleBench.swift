import Calendar
import Engine
import Glibc
import Migration
import Store

/// A million scheduled jobs in a store: what a start costs, and a second in which many are due.
///
/// The engine and its database are the real ones, on a memory file system; only the mover moves
/// nothing.
struct ScheduleBench {
  let options: ScheduleOptions

  /// Midnight of a day to come, UTC: far enough that nothing is due before the benchmark says so.
  private static let day = Instant(seconds: 4_102_444_800)

  func run() throws(BenchError) {
    let folder = "\(options.folder)/ferry-bench-schedule-\(getpid())"
    guard mkdir(folder, 0o700) == 0 else { throw .failed("mkdir \(folder): errno \(errno)") }
    defer { for ending in ["", "-wal", "-shm"] { unlink("\(folder)/ferry.db\(ending)") } }
    defer { rmdir(folder) }
    let path = folder + "/ferry.db"
    do {
      print("making \(options.jobs) scheduled jobs …")
      try fill(path)
      try start(path)
      try claim(path)
    } catch let error as BenchError {
      throw error
    } catch {
      throw .failed("\(error)")
    }
  }

  // MARK: - The three figures

  private func start(_ path: String) throws {
    FerryMemory.resetPeak()
    let begin = Self.now()
    let world = try BenchWorld(path)
    try world.engine.adopt(Wish(addresses: [], jobs: []), now: Self.before)
    try world.engine.boot(now: Self.before)
    let next = world.engine.nextWake(now: Self.before)
    let seconds = Self.now() - begin
    guard next == Self.day else { throw BenchError.failed("another event is due next") }
    print(
      "start after a clean stop: \(Self.shown(seconds)) s to ready, "
        + "peak memory \(FerryMemory.peakKiB() / 1024) MB (target: 2 s, 96 MB)")
  }

  private func claim(_ path: String) throws {
    let world = try BenchWorld(path)
    try world.engine.boot(now: Self.before)
    let begin = Self.now()
    var wakes = 0
    while let next = world.engine.nextWake(now: Self.day), next <= Self.day {
      world.engine.wake(now: Self.day)
      wakes += 1
    }
    let seconds = Self.now() - begin
    guard try world.store.waitingJobs(subJobs: false, limit: options.due + 1).count == options.due
    else {
      throw BenchError.failed("not every slot has opened its run")
    }
    print(
      "\(options.due) slots due in one second: all claimed durably in \(Self.shown(seconds)) s, "
        + "in \(wakes) rounds of the loop (target for 10000: 2 s)")
  }

  // MARK: - The store

  private func fill(_ path: String) throws {
    let store = try JobDatabase(writing: path)
    let rule = ScheduleRule(start: try CronRule("0 0 0 * * *"))
    let (source, destination) = (
      try Name("source", of: "address"), try Name("destination", of: "address")
    )
    var changes: [StoreChange] = []
    for number in 0..<options.jobs {
      var what = JobDefinition(
        name: try Name("job-\(number)", of: "job"), source: source, destination: destination,
        overwrite: .alwaysLastModified)
      what.schedule = rule
      // The first ones are due at the same instant, the others on a day of their own each.
      let later = number < options.due ? 0 : Int64(number) * 86_400_000_000
      changes.append(
        .addJob(
          NewJob(
            definition: what, origin: .api, version: "version-\(number)", created: Self.before,
            due: [.start: Self.day.advanced(byMicroseconds: later)])))
      if changes.count == 10_000 || number == options.jobs - 1 {
        try store.commit(changes)
        changes = []
      }
    }
    try store.setRunning(false)
  }

  private static let before = day.advanced(byMicroseconds: -3_600_000_000)

  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  private static func shown(_ seconds: Double) -> String {
    let milliseconds = Int((seconds * 1000).rounded())
    let rest = String(milliseconds % 1000)
    return "\(milliseconds / 1000)." + String(repeating: "0", count: 3 - rest.count) + rest
  }
}
