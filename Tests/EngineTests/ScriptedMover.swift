import Engine
import Migration

/// A mover that does nothing until the test says what came of a step.
///
/// It keeps the port's promises: one step of a job after the other, a halt answered by `halted`,
/// each release answered once. What it says waits in `messages`, as on the way to the loop.
final class ScriptedMover: MoverPort {
  enum Message {
    case report(MoverEvent, JobID, RunNumber)
    case released(JobID)
  }

  enum Step: String {
    case prepare, move, settle, release, discard
  }

  private struct Held {
    var run: RunNumber
    var step: Step?
    var waiting: [(step: Step, run: RunNumber)] = []
    var isHalting = false
    var isPrepared = false
  }

  /// What the engine asked for, in its order.
  private(set) var acts: [String] = []
  /// What it should not have asked for.
  private(set) var problems: [String] = []
  private(set) var throttles: [JobID: Throttle] = [:]
  /// The limits that a run began with.
  private(set) var first: [JobID: Throttle] = [:]
  var messages: [Message] = []
  var figures: [JobID: RunCounts] = [:]
  /// What the runs of a job leave, and what then still fails of those above.
  var settlements: [JobID: Settlement] = [:]
  private var held: [JobID: Held] = [:]

  // MARK: - The port

  func prepare(_ job: Job, run: RunNumber) {
    first[job.id] = job.definition.throttle
    ask(.prepare, job.id, run)
  }

  func move(_ job: Job, run: RunNumber) { ask(.move, job.id, run) }
  func settle(_ job: Job, run: RunNumber) { ask(.settle, job.id, run) }
  func release(_ job: JobID) { ask(.release, job, held[job]?.run ?? .first) }
  func discard(_ job: JobID) { ask(.discard, job, held[job]?.run ?? .first) }

  func halt(_ job: JobID) {
    acts.append("halt \(job.rawValue)")
    guard let current = held[job] else { return }
    switch current.step {
    case .prepare, .move: held[job]?.isHalting = true
    case nil: messages.append(.report(.halted, job, current.run))
    case .settle, .release, .discard: break
    }
  }

  func forget(_ job: JobID, runs: [RunNumber]) {
    for run in runs { acts.append("forget \(job.rawValue).\(run)") }
  }

  func setThrottle(_ throttle: Throttle, of job: JobID) { throttles[job] = throttle }
  func forgetThrottles() { throttles = [:] }
  func progress(of job: JobID) -> RunCounts? { figures[job] }

  // MARK: - What the test says

  /// Jobs with a step that waits for its outcome, in the order of their numbers.
  var working: [JobID] { held.filter { $0.value.step != nil }.keys.sorted() }

  /// Jobs of which something is held.
  var holding: [JobID] { held.keys.sorted() }

  func step(of job: JobID) -> Step? { held[job]?.step }
  func isHalting(_ job: JobID) -> Bool { held[job]?.isHalting ?? false }

  /// The step that a job is at has come to this end.
  func end(_ job: JobID, _ event: MoverEvent) {
    guard let current = held[job], current.step != nil else { return }
    if case .prepared = event { held[job]?.isPrepared = true }
    held[job]?.step = nil
    held[job]?.isHalting = false
    var told = event
    if current.isHalting {
      switch event {
      case .prepared, .moved, .blocked: told = .halted
      case .halted, .broken, .settled, .discarded: break
      }
    }
    messages.append(.report(told, job, current.run))
    goOn(job)
  }

  /// The step that a job is at ends as it should.
  func succeed(_ job: JobID) {
    guard let step = held[job]?.step else { return }
    switch step {
    case .prepare: end(job, .prepared)
    case .move: end(job, .moved)
    case .settle: end(job, .settled(settlements[job] ?? Settlement(figures[job] ?? RunCounts())))
    case .discard: end(job, .discarded)
    case .release: break
    }
  }

  private func ask(_ step: Step, _ job: JobID, _ run: RunNumber) {
    acts.append("\(step.rawValue) \(job.rawValue).\(run)")
    // The end of a run that never got its place may be asked for while the one before is let go.
    if let current = held[job],
      current.waiting.contains(where: { $0.step == .release })
        ? step == .prepare || step == .move : current.run != run
    {
      problems.append("\(step) of run \(run) while run \(current.run) of \(job) is held")
    }
    if held[job] == nil { held[job] = Held(run: run) }
    held[job]?.waiting.append((step, run))
    goOn(job)
  }

  private func goOn(_ job: JobID) {
    guard let current = held[job], current.step == nil, let (step, run) = current.waiting.first
    else {
      return
    }
    held[job]?.waiting.removeFirst()
    switch step {
    case .release:
      let rest = held[job]?.waiting ?? []
      held[job] = nil
      messages.append(.released(job))
      guard let next = rest.first else { return }
      held[job] = Held(run: next.run, waiting: rest)
      goOn(job)
    case .move where !current.isPrepared:
      problems.append("move of \(job) without prepare")
    case .prepare, .move, .settle, .discard:
      held[job]?.run = run
      held[job]?.step = step
    }
  }
}
