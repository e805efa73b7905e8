import Calendar
import Migration
import TestSupport
import Testing

@Suite struct DecideWalkTests {
  @Test("ten thousand random lives keep every rule of the job machine")
  func walks() {
    for seed in 0..<10_000 as Range<UInt64> {
      var walk = Walk(seed: seed)
      for _ in 0..<40 {
        walk.step()
        if walk.wrong != nil || walk.isRemoved { break }
      }
      if let wrong = walk.wrong {
        Issue.record("seed \(seed): \(wrong); \(walk.path.joined(separator: " → "))")
        return
      }
    }
  }
}

/// One job's life by chance, with what the records say so far.
private struct Walk {
  var random: SeededRandom
  var state = JobState.begin
  var facts: JobFacts
  var open: RunNumber?
  var isRemoved = false
  var path: [String] = []
  var wrong: String?
  /// Whether the slot that waited has been let go by this step.
  var follows = false

  init(seed: UInt64) {
    random = SeededRandom(seed: seed)
    let limit = Int64.random(in: 0...4, using: &random)
    facts = JobFacts(
      lastRun: nil, scheduleSpent: 0, maxScheduleCount: limit == 0 ? nil : limit,
      overlap: seed % 2 == 0 ? .skip : .queue)
  }

  mutating func step() {
    guard let occurrence = Occurrence.allCases.randomElement(using: &random) else { return }
    // What ends a life early is rare, so that most of them are long.
    if occurrence == .delete || occurrence == .discarded, Int.random(in: 0..<8, using: &random) > 0
    {
      return
    }
    let before = state
    do {
      let (after, effects) = try decide(before, occurrence.event, facts: facts)
      path.append("\(occurrence) \(text(after))")
      state = after
      check(occurrence, before, effects)
    } catch {
      if error.status != before.status { wrong = "the refusal speaks of another status" }
    }
  }

  private mutating func check(_ what: Occurrence, _ before: JobState, _ effects: [Effect]) {
    var recorded: JobStatus?
    follows = false
    var hasActed = false
    for effect in effects {
      switch effect {
      case .record(let record):
        if hasActed { wrong = "a record after an act" }
        if case .status(let run, let status, _, _) = record {
          recorded = status
          if run != open, status != .finished, status != .interrupted {
            wrong = "a status of run \(run), open is \(open.map(\.description) ?? "none")"
          }
        }
        take(record, what)
      case .act(let act):
        hasActed = true
        if case .prepare = act, what != .booted, recorded != .preparing {
          wrong = "prepare without its recorded status"
        }
      }
    }
    if state.status != before.status, state != .deleting, recorded != state.status {
      wrong = "the status \(state.status.word) was not recorded"
    }
    if facts.queued != nil, !state.status.isUnsettled, state.status != .suspended {
      wrong = "a slot waits for no run"
    }
    if before.status != .finished, state.status == .finished, what != .settled {
      wrong = "finished by \(what)"
    }
    if let run = state.run, run != facts.lastRun { wrong = "the state speaks of an old run" }
  }

  private mutating func take(_ record: Effect.Record, _ what: Occurrence) {
    switch record {
    case .openRun(let run, let trigger, let slot):
      if open != nil { wrong = "two live runs" }
      if run <= facts.lastRun ?? RunNumber(rawValue: 0) { wrong = "run \(run) a second time" }
      if (slot != nil) != (trigger != .manual) { wrong = "a slot without its trigger" }
      if trigger != .manual, facts.isExhausted { wrong = "a slot opened a run too many" }
      (open, facts.lastRun) = (run, run)
    case .endRun(let run, _), .breakRun(let run):
      if open != run { wrong = "the end of a run that is not open" }
      open = nil
    case .spend:
      if what != .slot, !follows { wrong = "spent by \(what)" }
      facts.scheduleSpent += 1
    case .queue(let slot, _):
      if facts.queued != nil { wrong = "two slots wait" }
      if facts.overlap == .skip { wrong = "a slot waits though it is to be skipped" }
      facts.queued = slot
    case .unqueue:
      if facts.queued == nil { wrong = "a slot that does not wait waits no more" }
      facts.queued = nil
      follows = true
    case .remove: isRemoved = true
    case .status, .slot: break
    }
  }
}
