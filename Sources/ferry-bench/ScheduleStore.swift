import Calendar
import Engine
import Migration
import Platform
import Store

/// Fills a database with scheduled jobs, as requests would, while no daemon has it open.
struct ScheduleStore {
  let path: String

  /// Jobs none of which is due in the next month.
  ///
  /// Each is due on a second, day and month of its own choice; they share both addresses.
  func addSleepers(_ count: Int) throws {
    let now = WallClock.now()
    let store = try JobDatabase(writing: path)
    try store.commit([
      .addAddress(try Self.address("asleep-source", "/srv/ferry-bench/source/")),
      .addAddress(try Self.address("asleep-destination", "/srv/ferry-bench/destination/")),
    ])
    let month = CivilDate(daysSinceEpoch: Int(now.seconds / 86_400)).month
    try Self.add(count, to: store) { number in
      let (second, minute, hour) = (number % 60, number / 60 % 60, number / 3_600 % 24)
      let (day, later) = (1 + number % 28, (month + 1 + number % 10) % 12 + 1)
      return try Self.job(
        "asleep-\(number)", from: "asleep-source", to: "asleep-destination",
        "\(second) \(minute) \(hour) \(day) \(later) *", now)
    }
  }

  /// Jobs that are due at one instant, the next time a year later.
  ///
  /// - Parameters:
  ///   - trees: Each moves `<trees>/<name>-source` to `<trees>/<name>-<number>`.
  func addDue(_ count: Int, at slot: Instant, named name: String, in trees: String) throws {
    let now = WallClock.now()
    let store = try JobDatabase(writing: path)
    let rule = Self.rule(slot)
    try store.commit(
      [.addAddress(try Self.address("\(name)-source", "\(trees)/\(name)-source/"))]
        + (0..<count).map {
          .addAddress(try Self.address("\(name)-\($0)", "\(trees)/\(name)-\($0)/"))
        })
    try Self.add(count, to: store) { number in
      try Self.job("\(name)-\(number)", from: "\(name)-source", to: "\(name)-\(number)", rule, now)
    }
  }

  // MARK: - Rows

  private static func add(
    _ count: Int, to store: JobDatabase, _ job: (Int) throws -> NewJob
  ) throws {
    var changes: [StoreChange] = []
    for number in 0..<count {
      changes.append(.addJob(try job(number)))
      guard changes.count == 10_000 || number == count - 1 else { continue }
      try store.commit(changes)
      changes = []
    }
    try store.setRunning(false)
  }

  private static func job(
    _ name: String, from source: String, to destination: String, _ start: String, _ now: Instant
  ) throws -> NewJob {
    var what = JobDefinition(
      name: try Name(name, of: "job"), source: try Name(source, of: "address"),
      destination: try Name(destination, of: "address"), overwrite: .alwaysLastModified)
    what.schedule = ScheduleRule(start: try CronRule(start))
    return NewJob(
      definition: what, origin: .api, version: "version-\(name)", created: now,
      due: [.start: what.schedule.nextStart(after: now, in: .utc)])
  }

  private static func address(_ name: String, _ prefix: String) throws -> Address {
    let now = WallClock.now()
    return Address(
      name: try Name(name, of: "address"), version: "version-\(name)",
      location: .local(try LocalPath(prefix)), origin: .api, created: now, modified: now)
  }

  /// The rule whose next slot is an instant in the year to come.
  private static func rule(_ slot: Instant) -> String {
    let date = CivilDate(daysSinceEpoch: Int(slot.seconds / 86_400))
    let second = slot.seconds % 86_400
    return "\(second % 60) \(second / 60 % 60) \(second / 3_600) \(date.day) \(date.month) *"
  }
}
