import Calendar
import Glibc
import Migration
import Platform
import Store

/// Jobs of the daemon's that are due at one instant to come, watched in its database.
struct DueSecond {
  /// When they are due.
  let slot: Instant
  let name: String
  let folders: DaemonFolders
  /// Their numbers, in their order.
  let jobs: [JobID]
  /// What had been started before.
  private let before: Int64

  /// Adds them, while no daemon runs.
  init(_ count: Int, named name: String, in folders: DaemonFolders) throws {
    // Time to write them and to start the daemon.
    let wait = Int64(4 + count / 2_000)
    slot = Instant(seconds: WallClock.now().seconds + wait)
    (self.name, self.folders) = (name, folders)
    try ScheduleStore(path: folders.database).addDue(
      count, at: slot, named: name, in: folders.trees)
    let store = try JobDatabase(reading: folders.database)
    before = try store.slotCounts(of: nil).started
    jobs = try store.jobs(after: nil, limit: count).jobs.map(\.id).reversed()
  }

  /// Waits until every slot has opened its run.
  ///
  /// - Returns: Seconds from the slot to when that was seen in the database.
  func waitForClaims() throws -> Double {
    guard WallClock.now() < slot.advanced(byMicroseconds: -200_000) else {
      throw BenchError.failed("the daemon was ready too late; the machine is too slow for this")
    }
    let store = try JobDatabase(reading: folders.database)
    while WallClock.now() < slot { usleep(1_000) }
    while true {
      // They are claimed in their order; counting all each time would keep a processor busy.
      let isLast = try jobs.last.map { try store.run(.first, of: $0) != nil } ?? true
      let seconds = Double(WallClock.now().microseconds(since: slot)) / 1e6
      if isLast, try store.slotCounts(of: nil).started - before == Int64(jobs.count) {
        return seconds
      }
      guard seconds < 60 else {
        throw BenchError.failed("the slots were not all claimed in a minute")
      }
      usleep(1_000)
    }
  }

  /// Waits until every run has ended, and makes sure that it has moved all.
  func waitForEnds() throws {
    while try endedRuns() < jobs.count {
      guard WallClock.now() < slot.advanced(byMicroseconds: 120_000_000) else {
        throw BenchError.failed("the runs have not ended in two minutes; \(folders.lastWords)")
      }
      usleep(100_000)
    }
  }

  /// How many runs have ended.
  func endedRuns() throws -> Int {
    let store = try JobDatabase(reading: folders.database)
    return try jobs.count { try store.run(.first, of: $0)?.ended != nil }
  }
}
