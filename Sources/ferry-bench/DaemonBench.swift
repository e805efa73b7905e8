import Calendar
import Glibc
import Migration
import Platform
import Store

/// The same store under a real ferryd: its starts, its sleep, and seconds in which many are due.
struct DaemonBench {
  let options: ScheduleOptions
  let folders: DaemonFolders

  func run() throws {
    print("\na real ferryd (\(options.ferryd)), state under \(options.folder)")
    try folders.configure(maxRunningJobs: 10)
    try starts()
    for places in [10, 100] { try delays(places) }
    try folders.configure(maxRunningJobs: 10)
    try claims()
  }

  // MARK: - Starts and sleep

  private static let rest: UInt32 = 3
  private static let watched: UInt32 = 5

  private func starts() throws(BenchError) {
    print("\(options.jobs) jobs, none of them due   (targets: 2 s, 96 MiB, 0 wake-ups)")
    print(
      "  start               ready s  RSS MiB  peak MiB  after \(Self.rest) s   peak  "
        + "wake-ups/s: deciding  all threads")
    try start("first")
    try start("after a clean stop")
  }

  private func start(_ name: String) throws(BenchError) {
    let daemon = try DaemonProcess(options.ferryd, folders)
    var line = "  " + Figure.left(name, 18)
    func add(_ figure: Double, _ digits: Int, _ width: Int) {
      line += Figure.right(Figure.text(figure, digits), width)
    }
    let (size, peak) = (daemon.mebibytes("VmRSS"), daemon.mebibytes("VmHWM"))
    add(daemon.secondsToReady, 3, 9)
    add(size, 1, 9)
    add(peak, 1, 10)
    sleep(Self.rest)
    add(daemon.mebibytes("VmRSS"), 1, 11)
    add(daemon.mebibytes("VmHWM"), 1, 7)
    let before = ProcessFacts.sleeps(of: daemon.process)
    sleep(Self.watched)
    let after = ProcessFacts.sleeps(of: daemon.process)
    let woken = after.mapValues { Double($0) }.merging(before.mapValues { Double($0) }) { $0 - $1 }
    add((woken[Int(daemon.process)] ?? 0) / Double(Self.watched), 1, 22)
    add(woken.values.reduce(0, +) / Double(Self.watched), 1, 13)
    print(line)
    try daemon.stop(folders)
  }

  // MARK: - Start delay

  private static let files = 4

  private func delays(_ places: Int) throws {
    let name = "start-\(places)"
    _ = try BenchTree("\(folders.trees)/\(name)-source", files: Self.files, size: 4_096)
    try folders.configure(maxRunningJobs: places)
    let second = try DueSecond(options.starts, named: name, in: folders)
    let daemon = try DaemonProcess(options.ferryd, folders)
    let claimed = try second.waitForClaims()
    try second.waitForEnds()
    print(
      "\n\(options.starts) jobs due in one second, each a tree of \(Self.files) files, "
        + "MaxRunningJobs=\(places)")
    print("  ms after the slot            p50      p99      max")
    let delays = try StartDelays(of: second, files: Self.files)
    for row in delays.rows { print(row) }
    // What is recorded as opened is when the loop woke; that the claims are durable shows in the
    // database.
    print(
      "  all claimed durably, as another process sees it, after "
        + "\(Figure.text(claimed * 1_000, 1)) ms (target for 100: 50 ms)")
    try daemon.stop(folders)
  }

  // MARK: - Claims

  private func claims() throws {
    let name = "claim"
    _ = try BenchTree("\(folders.trees)/\(name)-source", files: 1, size: 4_096)
    let second = try DueSecond(options.due, named: name, in: folders)
    let daemon = try DaemonProcess(options.ferryd, folders)
    let claimed = try second.waitForClaims()
    let ended = try second.endedRuns()
    print(
      "\n\(options.due) slots due in one second: all claimed durably "
        + "\(Figure.text(claimed, 3)) s after it, as another process sees it "
        + "(target for 10000: 2 s); of their runs \(ended) have ended by then")
    try daemon.stop(folders)
  }
}
