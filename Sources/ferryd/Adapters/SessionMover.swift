import Engine
import Glibc
import Migration
import Platform
import Secrets
import Store
import Transfer

/// The mover as the loop sees it: at most one session per job, its steps one after another.
///
/// Used by the loop's thread only. Sessions work on threads of their own and answer by messages.
final class SessionMover: MoverPort {
  /// A run that is held, and what it has still been asked for.
  private struct Held {
    /// The run of the newest step that named one.
    var run: RunNumber
    var session: MoveSession?
    /// The runs above it, if it is a retry: its parent's first, the root's last.
    var ancestors: [RunOrders.Ancestor] = []
    /// What it is doing now; nil while it waits.
    var step: Step?
    var waiting: [Step] = []
    /// The newest limits; they may come before the session that they are for.
    var throttle: Throttle?
    /// A halt is to be answered by `halted`, whatever the session says.
    var isHalting = false
  }

  private enum Step {
    case prepare(Job, RunNumber)
    case move
    case settle(Job, RunNumber)
    case release
    case discard

    /// The part of a run that it belongs to.
    var phase: MoverEvent.Phase {
      switch self {
      case .prepare: .preparing
      case .move, .release, .discard: .moving
      case .settle: .settling
      }
    }
  }

  private var orders: RunOrders
  private let common: CommonThrottle
  private let board: ProgressBoard
  private let mailbox: Mailbox<LoopMessage>
  private let ledgers: LedgerFolder
  private let objects: ObjectJournal
  private var held: [JobID: Held] = [:]

  /// A mover that keeps its ledgers in a folder.
  init(
    store: JobDatabase, board: ProgressBoard, mailbox: Mailbox<LoopMessage>, ledgers: LedgerFolder,
    objects: ObjectJournal, secrets: AddressSecrets, boot: String, paths: PathRules,
    throttle: Throttle
  ) {
    self.objects = objects
    common = CommonThrottle(throttle)
    orders = RunOrders(
      store: store, ledgers: ledgers, boot: boot, paths: paths, vault: secrets.vault,
      rclone: secrets.rclone, common: common)
    self.board = board
    self.mailbox = mailbox
    self.ledgers = ledgers
  }

  /// How many runs go on.
  var count: Int { held.count }

  // MARK: - The port

  func prepare(_ job: Job, run: RunNumber) { ask(.prepare(job, run), job.id) }
  func move(_ job: Job, run: RunNumber) { ask(.move, job.id) }
  func settle(_ job: Job, run: RunNumber) { ask(.settle(job, run), job.id) }
  func release(_ job: JobID) { ask(.release, job) }
  func discard(_ job: JobID) { ask(.discard, job) }

  func halt(_ job: JobID) {
    guard let current = held[job] else { return }
    switch current.step {
    case .prepare, .move:
      held[job]?.isHalting = true
      current.session?.halt()
    // Between two steps there is nothing to wait for.
    case nil: mailbox.post(.mover(.halted, job: job, run: current.run))
    case .settle, .release, .discard: break
    }
  }

  func setThrottle(_ throttle: Throttle, of job: JobID) {
    held[job]?.throttle = throttle
    held[job]?.session?.setThrottle(throttle)
  }

  /// Sets which folders may be moved, for the runs that begin from now on.
  func setPaths(_ paths: PathRules) {
    orders.paths = paths
  }

  /// Sets the limits of all runs together, for those that go on as well.
  func setCommonThrottle(_ throttle: Throttle) {
    common.set(throttle)
  }

  /// The name of a job; nil if that cannot be told now.
  func name(of job: JobID) -> Name? { orders.name(of: job) }

  func progress(of job: JobID) -> RunCounts? {
    board.progress(of: job)
  }

  // MARK: - Steps

  private func ask(_ step: Step, _ job: JobID) {
    if held[job] == nil { held[job] = Held(run: .first) }
    held[job]?.waiting.append(step)
    if case .prepare(let job, _) = step { held[job.id]?.throttle = job.definition.throttle }
    goOn(job)
  }

  /// Takes a session's answer: the step is over, the next one begins.
  ///
  /// - Returns: What the engine is to be told.
  func answered(_ event: MoveEvent, job: JobID, run: RunNumber) -> MoverEvent {
    guard let current = held[job], current.run == run else { return .halted }
    finished(job)
    let told = MoverEvent(event, in: current.step?.phase ?? .moving) { end in
      zip(current.ancestors, end.ancestors).map {
        Settlement.Ancestor(job: $0.job, run: $0.run, remainder: $1)
      }
    }
    guard current.isHalting else { return told }
    switch told {
    case .prepared, .moved, .blocked: return .halted
    case .halted, .broken, .settled, .discarded: return told
    }
  }

  /// The job's step is over.
  func finished(_ job: JobID) {
    held[job]?.step = nil
    held[job]?.isHalting = false
    goOn(job)
  }

  private func goOn(_ job: JobID) {
    guard let current = held[job], current.step == nil, let step = current.waiting.first else {
      return
    }
    held[job]?.waiting.removeFirst()
    held[job]?.step = step
    switch step {
    case .prepare(let definition, let run): begin(definition, run) { $0.prepare() }
    case .settle(let definition, let run): begin(definition, run) { $0.settle() }
    case .move:
      guard let session = current.session else {
        return fail(.broken(.moving, "the run was not prepared"), job, current.run)
      }
      session.move()
    case .release:
      close(job)
      mailbox.post(.released(job))
      held[job]?.step = nil
      if current.waiting.count > 1 { goOn(job) } else { held[job] = nil }
    case .discard:
      close(job)
      discard(job, current.run)
    }
  }

  private func begin(_ job: Job, _ run: RunNumber, _ body: (MoveSession) -> Void) {
    held[job.id]?.run = run
    if let session = held[job.id]?.session { return body(session) }
    let phase = held[job.id]?.step?.phase ?? .preparing
    do {
      let ancestors = try orders.ancestors(of: job, run)
      let mailbox = mailbox
      var order = try orders.order(job, run, ancestors) { command in
        // Not waited for: the loop may be waiting for this session's end.
        mailbox.post(.command(command, Reply()))
      }
      let lines = ObjectLines(job, run, objects, nameOf: { orders.name(of: $0) })
      order.teller = lines
      let id = job.id
      let session = MoveSession(order: order, ledgerPath: ledgers.ledger(of: id, run)) { event in
        lines?.end()
        mailbox.post(.session(event, job: id, run: run))
      }
      held[job.id]?.session = session
      held[job.id]?.ancestors = ancestors
      if let throttle = held[job.id]?.throttle { session.setThrottle(throttle) }
      board.show(session, of: job.id)
      body(session)
    } catch let gone as Refusal {
      fail(.broken(phase, gone.message), job.id, run)
    } catch {
      // The state could not be read just now: that says nothing against the run.
      fail(.blocked(phase, "\(error); start the job to go on"), job.id, run)
    }
  }

  /// A step that cannot even begin is over at once; the engine hears of it in its turn.
  private func fail(_ event: MoverEvent, _ job: JobID, _ run: RunNumber) {
    mailbox.post(.mover(event, job: job, run: run))
    finished(job)
  }

  private func close(_ job: JobID) {
    board.show(nil, of: job)
    held[job]?.session?.close()
    held[job]?.session = nil
  }

  /// Removes the ledgers of runs that have ended; a sweep at the next start takes what is left.
  func forget(_ job: JobID, runs: [RunNumber]) {
    let folder = ledgers
    let remove: @Sendable () -> Void = { for run in runs { folder.remove(of: job, run) } }
    do {
      _ = try OwnThread(name: "forget", remove)
    } catch {
      remove()
    }
  }

  /// Removes the ledgers of all runs of a job; a sweep at the next start takes what is left.
  private func discard(_ job: JobID, _ run: RunNumber) {
    let (folder, mailbox) = (ledgers, mailbox)
    let remove: @Sendable () -> Void = {
      try? folder.remove(of: job)
      mailbox.post(.mover(.discarded, job: job, run: run))
    }
    do {
      _ = try OwnThread(name: "discard", remove)
    } catch {
      remove()
    }
  }
}

extension MoverEvent {
  /// The engine's word for what a session reports in a phase.
  ///
  /// - Parameter ancestors: Names the runs above of which the session's end speaks.
  fileprivate init(
    _ event: MoveEvent, in phase: Phase, _ ancestors: (MoveEnd) -> [Settlement.Ancestor]
  ) {
    switch event {
    case .prepared: self = .prepared
    case .moved: self = .moved
    case .halted: self = .halted
    case .settled(let end):
      self = .settled(
        Settlement(
          end.counts, remainder: end.remainder, ancestors: ancestors(end),
          recovered: end.recovered))
    case .blocked(let why): self = .blocked(phase, why)
    case .broken(let why): self = .broken(phase, why)
    }
  }
}
