import Calendar
import Engine
import Foundation
import Migration
import Store
import TestSupport
import Testing

@Suite struct FamilyLifeTests {
  @Test(
    "random lives of families of retries keep every promise after every step",
    arguments: 0..<4 as Range<UInt64>)
  func lives(slice: UInt64) throws {
    let broken = try RandomLives.broken(slice: slice, of: 300, "family") { folder, seed, steps in
      var life = try FamilyLife(folder, seed: seed)
      for _ in 0..<100 {
        steps.append(try life.step())
        try life.check()
      }
      steps.append("quiet")
      try life.comeToRest()
    }
    #expect(broken == nil)
  }
}

/// Jobs whose runs leave failures by chance, and what everybody does about these.
private struct FamilyLife {
  let world: World
  var random: SeededRandom
  let roots = ["alpha", "bravo"]

  init(_ folder: String, seed: UInt64) throws {
    random = SeededRandom(seed: seed)
    let limit = Int.random(in: 1...2, using: &random)
    world = try World(folder, limits: EngineLimits(maxRunningJobs: limit))
    for name in roots { try make(name) }
  }

  private mutating func make(_ name: String) throws {
    var rule = try schedule(
      pick([nil, "0 0 * * * *", "0 0 2 * * *"]), suspend: pick([nil, "0 30 * * * *"]),
      count: pick([nil, nil, 2]))
    rule.overlap = pick([.skip, .queue])
    for side in ["-from", "-to"] {
      guard try world.database.address(named: try Name(name + side, of: "address")) == nil else {
        continue
      }
      _ = try world.perform(.createAddress(try world.address(name + side), resolved: nil))
    }
    var new = try world.newJob(name, from: name + "-from", to: name + "-to", schedule: rule)
    new.definition.retry = RetryPolicy(
      isAutomatic: pick([true, true, false]), maxDepth: pick([1, 2, 3]))
    new.definition.history.keepRuns = pick([2, 50])
    _ = world.refusal(.createJob(new, resolved: [:]))
  }

  mutating func step() throws -> String {
    switch Int.random(in: 0..<100, using: &random) {
    case 0..<25: return try request()
    case 25..<60: return try answer()
    case 60..<70:
      world.deliverOne()
      return "deliver one"
    case 70..<88:
      let seconds = pick([1, 61, 130, 600, 3_600, 20_000] as [Int64])
      guard world.store.refusal == nil else { return "nothing" }
      world.advance(seconds: seconds)
      return "\(seconds) s pass"
    case 88..<92:
      world.store.refusal = nil
      try world.crash(down: pick([0, 30, 4_000]))
      return "crash"
    case 92..<95:
      world.store.refusal = world.store.refusal == nil ? StoreFailure(.full, "full") : nil
      return world.store.refusal == nil ? "space again" : "full"
    case 95..<97:
      guard world.store.refusal == nil else { return "nothing" }
      for name in roots where try world.find(name) == nil { try make(name) }
      return "make"
    default:
      world.engine.wake(now: world.now)
      return "wake"
    }
  }

  private mutating func request() throws -> String {
    guard world.store.refusal == nil, let job = pick(try jobs().map(Optional.some) + [nil]) else {
      return "nothing"
    }
    let name = job.definition.name
    let look = RetryLook(
      run: job.lastRun, remainder: Remainder(failing: 2, retryable: pick([0, 1, 2])),
      unreachable: pick([nil, nil, nil, "gone"]))
    let wish = RetryWish(
      version: world.identity(), starts: Bool.random(using: &random), look: look)
    let commands: [Command] = [
      .setStatus(name, .start), .setStatus(name, .start), .setStatus(name, .pause),
      .setStatus(name, .close), .retryJob(name, wish), .retryJob(name, wish),
      .retryJob(name, wish),
    ]
    let isDelete = Int.random(in: 0..<15, using: &random) == 0
    let command =
      isDelete ? .deleteJob(name, cascade: Bool.random(using: &random)) : pick(commands)
    let code = world.refusal(command)
    return "\(command) \(code?.word ?? "granted")"
  }

  private mutating func answer() throws -> String {
    guard let id = world.mover.working.randomElement(using: &random),
      let step = world.mover.step(of: id), let job = try world.database.job(id)
    else { return "nothing to answer" }
    let failing = pick([0, 0, 1, 2, 3] as [Int64])
    world.mover.settlements[id] = world.settlement(
      failed: failing, retryable: pick([failing, failing, 0]),
      above: try world.above(job, failing: failing))
    if Int.random(in: 0..<25, using: &random) == 0, step == .prepare || step == .move {
      world.mover.end(id, .blocked(step == .prepare ? .preparing : .moving, "mend"))
    } else if world.mover.isHalting(id) {
      world.mover.end(id, .halted)
    } else {
      world.mover.succeed(id)
    }
    if Bool.random(using: &random) { world.deliver() }
    return "answer \(step) of \(id.rawValue) with \(failing) failed"
  }

  private mutating func pick<Value>(_ values: [Value]) -> Value {
    values[Int.random(in: 0..<values.count, using: &random)]
  }

  private func jobs() throws -> [Job] {
    var found: [Job] = []
    for root in roots {
      guard let job = try world.find(root) else { continue }
      found.append(job)
      for id in try everyone(below: job.id) {
        if let job = try world.database.job(id) { found.append(job) }
      }
    }
    return found
  }

  private func everyone(below job: JobID) throws -> [JobID] {
    try world.database.subJobs(of: job).flatMap { id in [id] + (try everyone(below: id)) }
  }

  // MARK: - Promises

  func check() throws {
    if let problem = world.mover.problems.first { throw BrokenPromise(what: problem) }
    for name in roots {
      guard let root = try world.find(name) else { continue }
      try checkFamily(of: root)
    }
  }

  private func promise(_ holds: Bool, _ what: @autoclosure () -> String) throws(BrokenPromise) {
    if !holds { throw BrokenPromise(what: what()) }
  }

  private func checkFamily(of root: Job) throws {
    let below = try everyone(below: root.id).compactMap { try world.database.job($0) }
    let live = below.filter { Self.isLive($0.state) }
    let heirs = live.filter { $0.lineage?.rootRun == root.lastRun }
    try promise(heirs.count <= 1, "two live retries: \(heirs.map(\.definition.name))")
    var automatic: Set<[Int64]> = []
    for job in below {
      guard let lineage = job.lineage else { throw BrokenPromise(what: "a sub-job of nobody") }
      let name = job.definition.name
      try promise(lineage.root == root.id, "\(name) has another root")
      try promise(lineage.depth <= root.definition.retry.maxDepth, "\(name) is too deep")
      try promise(try world.slots(name.text).isEmpty, "\(name) has slots of its own")
      try promise(job.queued == nil && job.scheduleSpent == 0, "\(name) spends a schedule")
      if lineage.isAutomatic {
        let isFirst = automatic.insert([lineage.parent.rawValue, lineage.parentRun.rawValue])
        try promise(isFirst.inserted, "two automatic retries of one run: \(name)")
      }
      if let last = job.lastRun {
        let run = try world.database.run(last, of: job.id)
        try promise(
          run?.input == .failures(of: lineage.parent, run: lineage.parentRun), "\(name)'s input")
      }
      if Self.isAtWork(root.state), lineage.rootRun != root.lastRun {
        try promise(
          !Self.isLive(job.state) || job.state.status == .closing || job.state == .begin,
          "\(name) is alive beside a newer run: \(job.state)")
      }
    }
    for job in below + [root] { try checkDue(of: job, live) }
    guard root.queued != nil, !Self.isAtWork(root.state), root.state.status != .suspended,
      root.state != .deleting
    else { return }
    try promise(
      live.contains { $0.lineage?.isAutomatic == false && Self.isAtWork($0.state) },
      "a slot waits for nobody")
  }

  private func checkDue(of job: Job, _ live: [Job]) throws {
    guard try world.due(job.definition.name.text)[.retry] != nil else { return }
    let name = job.definition.name
    guard let last = job.lastRun, job.state == .finished(last) else {
      throw BrokenPromise(what: "a retry of \(name) waits in \(job.state)")
    }
    let left = try world.database.run(last, of: job.id)?.remainder
    try promise((left?.retryable ?? 0) > 0, "a retry of \(name) waits for nothing")
    try promise(
      !live.contains { $0.lineage?.parent == job.id && $0.lineage?.parentRun == last },
      "a retry of \(name) waits beside another")
  }

  private static func isAtWork(_ state: JobState) -> Bool {
    switch state {
    case .launching, .preparing, .doing, .closing: true
    case .begin, .suspended, .finished, .interrupted, .deleting: false
    }
  }

  private static func isLive(_ state: JobState) -> Bool {
    switch state {
    case .begin, .launching, .preparing, .doing, .suspended, .closing: true
    case .finished, .interrupted, .deleting: false
    }
  }

  /// Everybody answers and nothing fails any more: whatever was going on comes to an end.
  mutating func comeToRest() throws {
    world.store.refusal = nil
    for _ in 0..<300 {
      world.engine.wake(now: world.now)
      world.deliver()
      for id in world.mover.working {
        world.mover.settlements[id] = try world.database.job(id).map {
          world.settlement(failed: 0, above: try world.above($0, failing: 0))
        }
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
    for job in try jobs() where job.state.status.isUnsettled {
      throw BrokenPromise(what: "\(job.definition.name) hangs in \(job.state)")
    }
    world.engine.drain()
    world.deliver()
    if !world.engine.isDrained { throw BrokenPromise(what: "not drained, though all is let go") }
  }
}
