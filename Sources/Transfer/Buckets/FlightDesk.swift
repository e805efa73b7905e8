import Calendar
import CLinux
import Migration
import Store
import Synchronization

/// Hands the objects of claimed batches to threads, one by one, and records what became of a batch
/// when its last object is over.
///
/// A request to a store takes long and costs little, so many objects of one batch are under way at
/// once, where a local batch has one thread. The parts of a large object are handed out likewise:
/// half of the threads may be busy with large objects while there are others, all of them
/// when there is nothing else to do.
final class FlightDesk: Sendable {
  /// What a thread is to do next.
  enum Work {
    case object(Flight.Task)
    /// A part of an object that another thread has begun.
    case part(PartJob.Part, of: PartJob)
  }

  /// Where further objects come from.
  private enum Supply {
    /// The ledger may be asked.
    case open
    /// A thread asks it.
    case asked
    /// A thread waits for the listing.
    case dry
    /// There are no more, or the phase ends.
    case ended
  }

  private struct State {
    var flight: Flight?
    var next = 0
    /// Large objects that were met while enough of them were under way.
    var waiting: [Flight.Task] = []
    /// Objects whose parts are being moved, in the order of their beginning.
    var jobs: [PartJob] = []
    /// Threads with a large object, or a part of one.
    var busy = 0
    /// Large objects that are not over: their threads may need help.
    var unfinished = 0
    var supply = Supply.open
  }

  private enum Step {
    case work(Work)
    case claim
    case end
  }

  /// How many large objects may wait before one more thread takes one.
  private static let mostWaiting = 32

  private let run: RunContext
  private let share: Int
  private let state = Monitor(State())

  /// - Parameter threads: How many ask it.
  init(_ run: RunContext, threads: Int) {
    self.run = run
    share = max(1, threads / 2)
  }

  /// The next thing to do; waits until there is one.
  ///
  /// When the phase ends, the objects of the present batch are still handed out: each is counted.
  ///
  /// - Returns: Nil when there is no more.
  func next() throws(LedgerError) -> Work? {
    while true {
      switch state.wait({ state, deadline in step(&state, &deadline) }) {
      case .work(let work): return work
      case .claim: try claim()
      case .end: return nil
      }
    }
  }

  private func step(_ state: inout State, _ deadline: inout Int64?) -> Step? {
    let isEnding = run.stop.isSet
    let hasRoom = state.busy < share || isEnding
    if hasRoom, let work = part(&state) ?? Self.large(&state) { return .work(work) }
    while let task = Self.object(&state) {
      guard Self.isLarge(task) else { return .work(.object(task)) }
      state.waiting.append(task)
      if hasRoom || state.waiting.count > Self.mostWaiting, let work = Self.large(&state) {
        return .work(work)
      }
    }
    switch state.supply {
    case .open:
      state.supply = .asked
      return .claim
    case .asked: break
    case .dry, .ended:
      if let work = part(&state) ?? Self.large(&state) { return .work(work) }
      if state.supply == .ended, state.unfinished == 0 { return .end }
    }
    // The stop flag wakes nobody here.
    deadline = Pressure.soon()
    return nil
  }

  /// The next object of the present batch.
  private static func object(_ state: inout State) -> Flight.Task? {
    guard let flight = state.flight else { return nil }
    guard state.next < flight.keys.count else {
      state.flight = nil
      return nil
    }
    state.next += 1
    return Flight.Task(flight: flight, index: state.next - 1)
  }

  /// The large object that waits for longest.
  private static func large(_ state: inout State) -> Work? {
    guard !state.waiting.isEmpty else { return nil }
    state.busy += 1
    state.unfinished += 1
    return .object(state.waiting.removeFirst())
  }

  /// A part of the oldest object that has one.
  private func part(_ state: inout State) -> Work? {
    let rate = run.limiter.bytesPerSecond
    for job in state.jobs {
      guard let part = job.take(most: job.most(atRate: rate)) else { continue }
      state.busy += 1
      return .part(part, of: job)
    }
    return nil
  }

  private static func isLarge(_ task: Flight.Task) -> Bool {
    task.facts.size >= PartJob.least
  }

  /// Claims the next batch; waits until there is one.
  private func claim() throws(LedgerError) {
    if run.state.look({ $0.planned == 0 && !$0.isListed }) { state.change { $0.supply = .dry } }
    var (flight, supply): (Flight?, Supply) = (nil, .ended)
    // Whatever happens, the others must not wait for this thread.
    defer {
      state.change { state in
        (state.flight, state.next, state.supply) = (flight, 0, supply)
      }
    }
    guard run.waitForBatch() else { return }
    let now = Instant(microseconds: ferry_realtime_us())
    if let claim = try run.ledger.claim(now: now) {
      // The planner may wait for this.
      run.state.change { _ in }
      flight = try Flight(claim, ledger: run.ledger.path)
    }
    supply = .open
  }

  /// Something that was handed out is over.
  func isOver(_ work: Work) {
    switch work {
    case .object(let task) where Self.isLarge(task):
      state.change { state in
        state.busy -= 1
        state.unfinished -= 1
      }
    case .object: break
    case .part: state.change { $0.busy -= 1 }
    }
  }

  /// Lets other threads move parts of an object.
  func open(_ job: PartJob) {
    state.change { $0.jobs.append(job) }
  }

  /// Hands out no more parts of an object.
  func close(_ job: PartJob) {
    state.change { state in state.jobs.removeAll { $0 === job } }
  }

  /// Records what became of a batch whose last object is over.
  func finish(_ flight: Flight) throws(LedgerError) {
    let (claim, outcome) = (flight.claim, flight.outcome)
    guard let (done, rest) = flight.split() else {
      try run.ledger.complete(claim, outcome)
      return try landed(claim.packed, outcome)
    }
    // One that was claimed before stays as it is: what an earlier claim has left in a folder is named
    // after it.
    let isNamed = run.order.destinationFolder != nil && claim.retestSince != nil
    guard done.objects > 0, !isNamed else {
      run.progress.land(outcome, recorded: nil)
      return try run.ledger.giveBack(claim)
    }
    try run.ledger.complete(claim, outcome, done: done, leaving: rest)
    try landed(done.packed, outcome)
  }

  private func landed(_ packed: [UInt8], _ outcome: BatchOutcome) throws(LedgerError) {
    run.progress.land(outcome, recorded: outcome)
    run.state.change { $0.doneSinceSync += 1 }
    let count = Int(outcome.copied) + outcome.failures.count
    try run.tell(packed, first: count, outcome.failures)
  }
}
