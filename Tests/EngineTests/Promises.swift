import Calendar
import Engine
import Migration
import Store

/// What always holds of a job's rows, whatever has happened.
struct Promises {
  let world: World
  let job: Job
  /// How far back its history is read.
  let depth: Int

  func check() throws {
    try checkRuns()
    try checkCommits()
    try checkSlots()
    try checkDue()
    try checkQueue()
    if depth > 8 { try checkCounts() }
  }

  private func promise(_ holds: Bool, _ what: @autoclosure () -> String) throws(BrokenPromise) {
    if !holds { throw BrokenPromise(what: what()) }
  }

  private func checkRuns() throws {
    var seen: Int64 = 0
    var spent: Int64 = 0
    var slots: Set<Instant> = []
    let last = job.lastRun?.rawValue ?? 0
    for number in (0..<last).suffix(depth) {
      let number = RunNumber(rawValue: number + 1)
      seen += 1
      guard let run = try world.database.run(number, of: job.id) else {
        throw BrokenPromise(what: "run \(number) is missing")
      }
      if run.trigger != .manual { spent += 1 }
      try promise((run.trigger == .manual) == (run.slot == nil), "run \(number) and its slot")
      if let slot = run.slot {
        try promise(slots.insert(slot).inserted, "two runs of the slot \(slot)")
      }
      let isOpen =
        switch job.state {
        case .launching, .preparing, .doing, .suspended, .closing: number == job.lastRun
        case .begin, .finished, .interrupted: false
        case .deleting: run.ended == nil && number == job.lastRun
        }
      try promise(
        (run.ended == nil) == isOpen, "run \(number) ended \(String(describing: run.ended))")
    }
    let beyond = RunNumber(rawValue: last + 1)
    try promise(try world.database.run(beyond, of: job.id) == nil, "a run beyond the last")
    if seen == last {
      try promise(spent == job.scheduleSpent, "\(spent) runs, \(job.scheduleSpent) spent")
    }
    if let limit = job.definition.schedule.maxCount {
      try promise(job.scheduleSpent <= limit, "more runs than MaxScheduleCount")
    }
    try promise(
      job.state == .deleting || (job.state.run ?? job.lastRun) == job.lastRun, "an old run's state")
  }

  private func checkCommits() throws {
    let commits = try world.database.commits(of: job.id, run: nil, before: nil, limit: depth)
    var expected = commits.count < depth ? Int64(commits.count) : commits.first?.number ?? 0
    for (index, commit) in commits.enumerated() {
      try promise(commit.number == expected, "commit \(commit.number) instead of \(expected)")
      try promise((commit.ended == nil) == (index == 0), "commit \(commit.number) and its end")
      expected -= 1
    }
    guard let newest = commits.first, job.state != .deleting else { return }
    try promise(newest.status == job.state.status, "the newest commit says \(newest.status.word)")
    try promise(newest.run == job.state.run, "the newest commit is of run \(newest.run)")
  }

  private func checkSlots() throws {
    let slots = try world.database.slots(of: job.id, limit: depth)
    for (later, earlier) in zip(slots, slots.dropFirst()) {
      try promise(earlier.last < later.first, "two outcomes of the slot \(later.first)")
    }
    for slot in slots {
      try promise(slot.first <= slot.last && slot.count >= 1, "a stretch that is none")
      try promise((slot.count == 1) == (slot.first == slot.last), "a stretch of \(slot.count)")
      try promise((slot.outcome == "skipped") == (slot.reason != nil), "a reason for nothing")
      try promise(slot.last <= job.watermark, "a slot after the watermark")
      guard slot.outcome == "started" else { continue }
      guard let number = slot.run, let run = try world.database.run(number, of: job.id) else {
        throw BrokenPromise(what: "a slot that started no run")
      }
      try promise(run.slot == slot.first, "a slot that started another run")
    }
  }

  private func checkDue() throws {
    let due = try world.database.dueEvents(of: job.id)
    let rule = job.definition.schedule
    var wanted: Set<DueEvent.Kind> = []
    // A schedule with an end has no event when that has come.
    var optional: Set<DueEvent.Kind> = []
    if job.schedules {
      if rule.start != nil { wanted.insert(.start) }
      if rule.suspend != nil { wanted.insert(.suspend) }
      if rule.notAfter != nil { (optional, wanted) = (wanted, []) }
    }
    if job.runLimit(now: world.now) != nil { wanted.insert(.limit) }
    let kinds = Set(due.map(\.kind))
    try promise(
      kinds.subtracting(optional) == wanted,
      "due \(kinds), should be \(wanted), may be \(optional)")
    // One that has come is dealt with by the rules of that moment, slot or not.
    for event in due where event.kind == .start && event.at > world.now {
      guard let zone = world.zones.zone(named: rule.timeZone) else { continue }
      // By data that have changed since, it may be none.
      let recorded = try world.database.zoneGenerations()[rule.timeZone]
      guard recorded == world.zones.generation(of: rule.timeZone) else { continue }
      let slot = event.at.advanced(byMicroseconds: -job.startOffset)
      let before = slot.advanced(byMicroseconds: -1)
      try promise(
        rule.nextStart(after: before, in: zone) == slot, "due at \(event.at), which is no slot")
    }
  }

  private func checkQueue() throws {
    let waiting = try world.database.slots(of: job.id, limit: 10_000)
      .filter { $0.outcome == "queued" }
    try promise(
      waiting.map(\.first) == [job.queued].compactMap(\.self), "\(waiting.count) slots wait")
    guard job.queued != nil else { return }
    switch job.state {
    case .launching, .preparing, .doing, .closing, .suspended(_, .attention), .deleting: break
    case .begin, .suspended, .finished, .interrupted:
      throw BrokenPromise(what: "a slot waits in \(job.state)")
    }
    try promise(job.definition.schedule.overlap == .queue, "a slot waits against the rule")
  }

  private func checkCounts() throws {
    var counted = SlotCounts()
    let slots = try world.database.slots(of: job.id, limit: 10_000)
    for slot in slots {
      switch slot.outcome {
      case "started": counted.started += slot.count
      case "resumed": counted.resumed += slot.count
      case "queued": break
      default:
        guard let reason = slot.reason.flatMap(SlotOutcome.Skip.init(rawValue:)) else {
          throw BrokenPromise(what: "skipped for \(slot.reason ?? "nothing")")
        }
        counted.skipped[reason, default: 0] += slot.count
      }
    }
    let kept = try world.database.slotCounts(of: job.id)
    try promise(kept == counted, "counted \(kept), there are \(counted)")
  }
}
