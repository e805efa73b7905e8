import Calendar
import Engine
import Foundation
import Migration
import Store
import TestSupport
import Testing

@Suite struct SimulationTests {
  @Test(
    "random lives of a daemon keep every promise after every step",
    arguments: 0..<4 as Range<UInt64>)
  func lives(slice: UInt64) throws {
    let broken = try RandomLives.broken(slice: slice, of: 200, "life") { folder, seed, steps in
      var life = try Life(folder, seed: seed)
      for _ in 0..<100 {
        steps.append(try life.step())
        try life.check()
      }
      try life.check(depth: 10_000)
      steps.append("quiet")
      try life.comeToRest()
    }
    #expect(broken == nil)
  }
}

/// A daemon's life by chance: requests, a mover that answers anything, time, crashes, a full disk.
private struct Life {
  let world: World
  var random: SeededRandom
  var checked = 0
  /// The jobs as they were when their promises were last checked.
  var seen: [JobID: Job] = [:]
  /// Jobs whose rules were changed: their slots are not those of one rule.
  var edited: Set<JobID> = []
  /// Where the slots of rules begin that their zone has had since it changed last.
  var bases: [JobID: (after: Instant, recorded: Int64)] = [:]
  /// How far the clock is ahead of the truth, in microseconds.
  var error: Int64 = 0
  /// Whether it was ever wrong.
  var wasWrong = false
  /// What was on record about the jobs' slots when it was last looked at.
  var records: [JobID: [SlotRecord]] = [:]
  let names = ["alpha", "bravo", "charlie", "delta"]

  init(_ folder: String, seed: UInt64) throws {
    random = SeededRandom(seed: seed)
    let limit = Int.random(in: 1...3, using: &random)
    world = try World(folder, limits: EngineLimits(maxRunningJobs: limit))
    for name in names { try make(name) }
  }

  mutating func make(_ name: String) throws {
    let starts = [nil, "0 0 * * * *", "0 */20 * * * *", "0 0 2 * * *", "0 30 2 * * *"]
    let suspends = [nil, "0 30 * * * *", "0 0 6 * * *"]
    var rule = try schedule(
      pick(starts), suspend: pick(suspends), zone: pick(["UTC", "Europe/Berlin"]),
      count: pick([nil, nil, 1, 3]), catchUp: pick([.once, .skip]),
      window: pick([ScheduleRule.day, 1_800_000_000]))
    rule.overlap = pick([.skip, .queue])
    rule.jitter = pick([0, 0, 600_000_000, 7_200_000_000])
    rule.notBefore = pick([nil, nil, world.now.advanced(byMicroseconds: 5_000_000_000)])
    rule.notAfter = pick([nil, nil, world.now.advanced(byMicroseconds: 200_000_000_000)])
    for side in ["-from", "-to"] {
      guard try world.database.address(named: try Name(name + side, of: "address")) == nil else {
        continue
      }
      _ = try world.perform(.createAddress(try world.address(name + side), resolved: nil))
    }
    var new = try world.newJob(name, from: name + "-from", to: name + "-to", schedule: rule)
    new.definition.maxRunTime = pick([nil, nil, 3_600_000_000, 40_000_000_000])
    // No record goes because it is old: none may be missed here.
    new.definition.history = HistoryPolicy(keepRuns: 100_000, keepDays: 1_000_000)
    _ = world.refusal(.createJob(new, resolved: [:]))
  }

  mutating func step() throws -> String {
    let name = pick(names)
    switch Int.random(in: 0..<100, using: &random) {
    case 0..<26: return request(try Name(name, of: "job"))
    case 26..<30: return try edit(try Name(name, of: "job"))
    case 30..<60: return try answer()
    case 60..<72:
      world.deliverOne()
      return "deliver one"
    case 72..<88: return passTime()
    case 88..<91:
      let seconds = pick([0, 30, 4_000, 40_000, 200_000] as [Int64])
      world.store.refusal = nil
      let step = Int.random(in: 0..<3, using: &random) == 0 ? misset() : 0
      world.now = world.now.advanced(byMicroseconds: step)
      try world.crash(down: seconds)
      return "crash, \(seconds) s down, clock \(step / 1_000_000) s"
    case 91..<94:
      world.store.refusal = world.store.refusal == nil ? StoreFailure(.full, "full") : nil
      return world.store.refusal == nil ? "space again" : "full"
    case 94..<97:
      let step = misset()
      world.now = world.now.advanced(byMicroseconds: step)
      world.engine.clockStepped(now: world.now, by: step)
      return "clock set by \(step / 1_000_000) s"
    case 97:
      guard world.store.refusal == nil, try world.find(name) == nil else { return "nothing" }
      try make(name)
      return "make \(name)"
    case 98: return try changeZone()
    default:
      world.engine.wake(now: world.now)
      return "wake"
    }
  }

  /// A clock that goes wrong, more or less, or is set right; by how much it is set.
  private mutating func misset() -> Int64 {
    let before = error
    let truth = world.now.seconds - error / 1_000_000
    let seconds: Int64 =
      switch Int.random(in: 0..<20, using: &random) {
      case 0..<6: 0
      case 6..<12: before / 1_000_000 + pick([-3_000, -40, -2, 1, 40, 9_000])
      case 12..<15: pick([-28_800, -5_400, 5_400, 28_800])
      case 15..<17: pick([-2, 2]) * 86_400
      case 17: pick([-40, 40]) * 86_400
      case 18: pick([3, 72]) * 365 * 86_400
      default: 100_000 - truth
      }
    error = seconds * 1_000_000
    wasWrong = wasWrong || error != 0
    return error - before
  }

  private mutating func request(_ name: Name) -> String {
    let wanted: [Command] = [
      .setStatus(name, .start), .setStatus(name, .start), .setStatus(name, .pause),
      .setStatus(name, .close), .setThrottle(name, Throttle(bitsPerSecond: 8)),
    ]
    // Deleting is rare, so that most jobs live long.
    let isDelete = Int.random(in: 0..<20, using: &random) == 0
    let command = isDelete ? .deleteJob(name) : pick(wanted)
    let code = world.refusal(command)
    return "\(command) \(code?.word ?? "granted")"
  }

  private mutating func edit(_ name: Name) throws -> String {
    if Bool.random(using: &random) {
      let isEnabled = Bool.random(using: &random)
      let code = world.refusal(.setEnabled(name, isEnabled, note: "by chance"))
      return "\(isEnabled ? "enable" : "disable") \(name) \(code?.word ?? "granted")"
    }
    guard world.store.refusal == nil, let job = try world.find(name.text) else {
      return "nothing to edit"
    }
    edited.insert(job.id)
    var definition = job.definition
    definition.schedule.jitter = pick([0, 60_000_000, 7_200_000_000])
    definition.schedule.overlap = pick([.skip, .queue])
    definition.schedule.start = try CronRule(pick(["0 0 * * * *", "0 */20 * * * *"]))
    definition.maxRunTime = pick([nil, 1_000_000_000])
    let code = world.refusal(.redefineJob(name, definition))
    return "edit \(name) \(code?.word ?? "granted")"
  }

  private mutating func answer() throws -> String {
    guard let id = world.mover.working.randomElement(using: &random),
      let step = world.mover.step(of: id)
    else { return "nothing to answer" }
    let phase: MoverEvent.Phase =
      switch step {
      case .prepare: .preparing
      case .move: .moving
      case .settle, .release, .discard: .settling
      }
    switch Int.random(in: 0..<20, using: &random) {
    case 0 where step != .discard: world.mover.end(id, .blocked(phase, "mend"))
    case 1 where step != .discard: world.mover.end(id, .broken(phase, "gone"))
    default:
      if world.mover.isHalting(id) { world.mover.end(id, .halted) } else { world.mover.succeed(id) }
    }
    if Bool.random(using: &random) { world.deliver() }
    return "answer \(step) of \(id.rawValue)"
  }

  private mutating func passTime() -> String {
    let seconds = pick([1, 61, 600, 3_600, 20_000, 90_000] as [Int64])
    if seconds <= 20_000, Bool.random(using: &random), world.store.refusal == nil {
      world.advance(seconds: seconds)
      return "\(seconds) s pass"
    }
    world.now = world.now.advanced(byMicroseconds: seconds * 1_000_000)
    world.engine.wake(now: world.now)
    return "\(seconds) s in one"
  }

  /// A zone's data change; the daemon is told, or finds out when it next looks.
  private mutating func changeZone() throws -> String {
    let zone = pick(["UTC", "Europe/Berlin"])
    for job in try world.database.jobs(after: nil, limit: 100).jobs
    where job.definition.schedule.timeZone == zone {
      let due = try world.due(job.definition.name.text)[.start]
      if let due, due.advanced(byMicroseconds: -job.startOffset) <= job.watermark {
        // A slot that a hand has passed may be none by the new rules.
        edited.insert(job.id)
      }
      let recorded = try world.slots(job.definition.name.text).reduce(0) { $0 + $1.count }
      bases[job.id] = (job.watermark, recorded)
    }
    world.zones.isSwapped.formSymmetricDifference([zone])
    guard Bool.random(using: &random) else { return "\(zone) has changed" }
    world.engine.zonesChanged(now: world.now)
    return "\(zone) has changed, and it is told"
  }

  private mutating func pick<Value>(_ values: [Value]) -> Value {
    values[Int.random(in: 0..<values.count, using: &random)]
  }

  /// Checks every promise, if anything was written since the last look.
  mutating func check(depth: Int = 8) throws {
    if let problem = world.mover.problems.first { throw BrokenPromise(what: problem) }
    guard depth > 8 || checked != world.store.commits else { return }
    checked = world.store.commits
    for job in try world.database.jobs(after: nil, limit: 100).jobs
    where seen.updateValue(job, forKey: job.id) != job || depth > 8 {
      do {
        try Promises(world: world, job: job, depth: depth).check()
        if depth > 8 || checked % 8 == 0 { try checkRecords(of: job) }
      } catch let broken as BrokenPromise {
        throw BrokenPromise(what: "\(job.definition.name): \(broken.what)")
      }
    }
  }

  /// What is on record stays: a run's slot is that run's, and a slot that was skipped for a reason
  /// of its own is so still, unless it is used after all.
  private mutating func checkRecords(of job: Job) throws {
    let now = try Array(world.database.slots(of: job.id, limit: 10_000).reversed())
    let before = records.updateValue(now, forKey: job.id) ?? []
    var index = 0
    for old in before {
      let isUsed = old.outcome == "started" || old.outcome == "resumed"
      guard isUsed || old.reason == "disabled" || old.reason == "overlap" else { continue }
      while index < now.count, now[index].last < old.first { index += 1 }
      var last: Instant?
      for new in now[index...].prefix(while: { $0.first <= old.last }) {
        last = new.last
        // What is used may have to wait first, and to no end.
        let isKept =
          isUsed
          ? new == old
          : new.reason == old.reason || new.reason == nil
            || (new.count == 1 && job.definition.schedule.overlap == .queue)
        if !isKept { throw BrokenPromise(what: "\(old) has become \(new)") }
      }
      // By rules that were changed since, the ends of a row may be others.
      if edited.contains(job.id) || bases[job.id] != nil { continue }
      guard let last, last >= old.last else { throw BrokenPromise(what: "\(old) is gone") }
    }
  }

  /// Each slot of a job's rule that has come since it was made has its outcome; those of the
  /// present data of its zone, if they have changed.
  private func checkEverySlot(of job: Job) throws {
    let rule = job.definition.schedule
    // A spent schedule wakes for nothing, so that nobody records what it names until it is in force.
    guard try world.due(job.definition.name.text)[.start] != nil,
      let zone = world.zones.zone(named: rule.timeZone)
    else { return }
    let name = job.definition.name.text
    let end = world.now.advanced(byMicroseconds: -job.startOffset)
    // What the clock showed before the world began has not been.
    let base = max(bases[job.id]?.after ?? job.created, date(2026, 3, 2))
    var slots = try world.slots(name)[...]
    var expected: Int64 = 0
    var slot = base
    while let next = rule.nextStart(after: slot, in: zone), next <= end {
      (slot, expected) = (next, expected + 1)
      slots = slots.drop { $0.last < next }
      if let row = slots.first, row.first <= next { continue }
      throw BrokenPromise(what: "\(name): slot \(next) has no outcome")
    }
    guard !wasWrong else { return }
    let recorded = try world.slots(name).reduce(0) { $0 + $1.count }
    let added = recorded - (bases[job.id]?.recorded ?? 0)
    guard added != expected else { return }
    throw BrokenPromise(what: "\(name): \(expected) slots, \(added) outcomes")
  }

  /// What is kept for all jobs is the sum of what is kept for each.
  private func checkTotals() throws {
    var sum = SlotCounts()
    for job in try world.database.jobs(after: nil, limit: 100).jobs {
      let counts = try world.database.slotCounts(of: job.id)
      sum.started += counts.started
      sum.resumed += counts.resumed
      sum.skipped.merge(counts.skipped) { $0 + $1 }
    }
    let total = try world.database.slotCounts(of: nil)
    if total != sum { throw BrokenPromise(what: "\(total) slots in all, the sum is \(sum)") }
  }

  /// Everybody answers, the disk has room, the clock is right for some days: whatever was going on
  /// comes to an end.
  mutating func comeToRest() throws {
    world.store.refusal = nil
    world.now = world.now.advanced(byMicroseconds: -error)
    world.engine.clockStepped(now: world.now, by: -error)
    world.engine.zonesChanged(now: world.now)
    for _ in 0..<6 {
      try answerAll()
      world.advance(seconds: 40_000)
      try check()
    }
    try answerAll()
    try check(depth: 10_000)
    for job in try world.database.jobs(after: nil, limit: 100).jobs {
      if job.state.status.isUnsettled {
        throw BrokenPromise(what: "\(job.definition.name) hangs in \(job.state)")
      }
      if !edited.contains(job.id) { try checkEverySlot(of: job) }
    }
    try checkTotals()
    world.engine.drain()
    world.deliver()
    if !world.engine.isDrained { throw BrokenPromise(what: "not drained, though all is let go") }
  }

  private mutating func answerAll() throws {
    for _ in 0..<200 {
      world.engine.wake(now: world.now)
      world.deliver()
      for id in world.mover.working {
        if world.mover.isHalting(id) {
          world.mover.end(id, .halted)
        } else {
          world.mover.succeed(id)
        }
        world.deliver()
        try check()
      }
      if world.mover.holding.isEmpty, world.mover.messages.isEmpty { break }
    }
  }
}
