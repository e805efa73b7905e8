import Calendar
import Engine
import Glibc
import Migration
import Platform
import Store

/// A million scheduled jobs in a store: what a start costs, and a second in which many are due.
///
/// First in this process, where the engine and its database are the real ones and only the mover
/// moves nothing; then with a ferryd of its own.
struct ScheduleBench {
  let options: ScheduleOptions

  func run() throws(BenchError) {
    let path = "\(options.folder)/ferry-bench-schedule-\(getpid())"
    do {
      let folders = try DaemonFolders(path)
      print("making \(options.jobs) scheduled jobs …")
      try ScheduleStore(path: folders.database).addSleepers(options.jobs)
      try inProcess(path + "/engine.db", of: folders)
      if options.ferryd.isEmpty {
        print("\nno ferryd beside this program: 'make build' makes it, --ferryd names another")
      } else {
        try DaemonBench(options: options, folders: folders).run()
      }
    } catch {
      try Child.remove(path)
      throw (error as? BenchError) ?? .failed("\(error)")
    }
    try Child.remove(path)
  }

  // MARK: - In this process

  private func inProcess(_ path: String, of folders: DaemonFolders) throws {
    guard try Child.run(["cp", folders.database, path]) != nil else {
      throw BenchError.failed("cannot copy the database: there is no cp")
    }
    // Tomorrow, which no sleeping job is due on: the engine is told that it is.
    let now = WallClock.now()
    let slot = Instant(seconds: now.seconds / 86_400 * 86_400 + 86_400)
    try ScheduleStore(path: path).addDue(
      options.due, at: slot, named: "engine", in: folders.trees)
    print("\nin this process, with a mover that moves nothing")
    try start(path, now: now, slot: slot)
    try claim(path, now: now, slot: slot)
    for ending in ["", "-wal", "-shm"] { unlink(path + ending) }
  }

  private func start(_ path: String, now: Instant, slot: Instant) throws {
    FerryMemory.resetPeak()
    let begin = Child.now()
    let world = try BenchWorld(path)
    try world.engine.adopt(Wish(addresses: [], jobs: []), now: now)
    try world.engine.boot(now: now)
    let next = world.engine.nextWake(now: now)
    let seconds = Child.now() - begin
    guard next == slot else { throw BenchError.failed("another event is due next") }
    print(
      "  start after a clean stop: \(Figure.text(seconds, 3)) s to ready, "
        + "peak memory \(FerryMemory.peakKiB() / 1_024) MiB")
  }

  private func claim(_ path: String, now: Instant, slot: Instant) throws {
    let world = try BenchWorld(path)
    try world.engine.boot(now: now)
    let begin = Child.now()
    var rounds = 0
    while let next = world.engine.nextWake(now: slot), next <= slot {
      world.engine.wake(now: slot)
      rounds += 1
    }
    let seconds = Child.now() - begin
    guard try world.store.waitingJobs(subJobs: false, limit: options.due + 1).count == options.due else {
      throw BenchError.failed("not every slot has opened its run")
    }
    print(
      "  \(options.due) slots due in one second: all claimed durably in "
        + "\(Figure.text(seconds, 3)) s, in \(rounds) rounds of the loop")
  }
}
