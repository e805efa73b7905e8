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
  /// Whether this step has planned a retry.
  var plans = false

  init(seed: UInt64) {
    random = SeededRandom(seed: seed)
    let limit = Int64.random(in: 0...4, using: &random)
    facts = JobFacts(
      lastRun: nil, scheduleSpent: 0, maxScheduleCount: limit == 0 ? nil : limit,
      overlap: seed % 2 == 0 ? .skip : .queue)
    facts.retry = RetryPolicy(
      isAutomatic: Bool.random(using: &random), maxDepth: Int.random(in: 1...3, using: &random))
    // A third of the lives are sub-jobs'.
    if Int.random(in: 0..<3, using: &random) == 0 {
      (facts.depth, facts.input) = (Int.random(in: 1...4, using: &random), Occurrence.failures)
    }
  }

  mutating func step() {
    // A third of the steps lead on, so that many runs come to their end.
    let choice = Int.random(in: 0..<3, using: &random) == 0 ? onward : Occurrence.allCases
    guard let occurrence = choice.randomElement(using: &random) else { return }
    // What ends a life early is rare, so that most of them are long.
    if occurrence == .delete || occurrence == .discarded, Int.random(in: 0..<8, using: &random) > 0
    {
      return
    }
    if occurrence == .familyIdle {
      facts.familyRuns = false
    } else if facts.depth == 0, Int.random(in: 0..<10, using: &random) == 0 {
      facts.familyRuns = true
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

  /// What takes the job's run a step further.
  private var onward: [Occurrence] {
    switch state {
    case .begin, .finished, .interrupted: [.start, .slot, .retry]
    case .launching: [.admitted]
    case .preparing: [.prepared]
    case .doing: [.moved]
    case .suspended: [.start, .slot]
    case .closing: [.settled, .settledFailing]
    case .deleting: [.discarded]
    }
  }

  private mutating func check(_ what: Occurrence, _ before: JobState, _ effects: [Effect]) {
    var recorded: JobStatus?
    (follows, plans) = (false, false)
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
    if facts.queued != nil, !facts.familyRuns, !state.status.isUnsettled,
      state.status != .suspended
    {
      wrong = "a slot waits for no run"
    }
    if before.status != .finished, state.status == .finished, what != .settled,
      what != .settledFailing
    {
      wrong = "finished by \(what)"
    }
    checkRetry(what, before)
    if let run = state.run, run != facts.lastRun { wrong = "the state speaks of an old run" }
  }

  /// A retry follows exactly a run that went to its end by itself and left something to retry.
  private mutating func checkRetry(_ what: Occurrence, _ before: JobState) {
    var isDue = what == .settledFailing && state.status == .finished
    if case .closing(_, .complete) = before {} else { isDue = false }
    if !facts.retry.isAutomatic || facts.depth >= facts.retry.maxDepth { isDue = false }
    if plans != isDue { wrong = plans ? "a retry too many" : "no retry is planned" }
    if what == .superseded, state.isUnderWay || state.status == .suspended {
      wrong = "a retry goes on beside the run that takes its objects"
    }
  }

  private mutating func take(_ record: Effect.Record, _ what: Occurrence) {
    switch record {
    case .openRun(let run, let trigger, let slot, let input):
      if open != nil { wrong = "two live runs" }
      if run <= facts.lastRun ?? RunNumber(rawValue: 0) { wrong = "run \(run) a second time" }
      if (slot != nil) != (trigger == .schedule) { wrong = "a slot without its trigger" }
      if (trigger == .retry) != (what == .retry) { wrong = "a retry by \(what)" }
      if slot != nil, facts.isExhausted { wrong = "a slot opened a run too many" }
      if slot != nil, facts.familyRuns { wrong = "a slot opened a run beside a retry" }
      if (input == .listing) != (what != .retry && facts.depth == 0) {
        wrong = "objects from elsewhere"
      }
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
    case .slot: if facts.depth > 0 { wrong = "a sub-job's slot was recorded" }
    case .planRetry(let run):
      if open != nil || run != facts.lastRun { wrong = "a retry of a run that is not the newest" }
      if plans { wrong = "two retries" }
      plans = true
    case .remove: isRemoved = true
    case .status: break
    }
  }
}
