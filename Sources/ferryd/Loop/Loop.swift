import Calendar
import Engine
import Migration
import Platform
import Store
import Transfer

/// The daemon's one thread that decides: waits for the clock, signals and messages, asks the engine.
///
/// The watchdog is fed from here, after a round through the engine and its database to the disk, so
/// that a loop, disk or database that is stuck shows.
final class Loop {
  private let engine: Engine
  private let mover: SessionMover
  private let adopter: Adopter
  private let reloader: Reloader
  private let zones: ZoneCache
  private let store: JobDatabase
  private let space: SpaceWatch
  private let mailbox: Mailbox<LoopMessage>
  private let log: Log
  private let notify = ServiceNotify()
  private let timer: WallTimer
  private let signals: SignalQueue
  /// When the zones are looked at again, and until when at the latest.
  private var zoneLook: (at: MonotonicTime, latest: MonotonicTime)?
  /// The wall clock's lead over the one that never steps, at the last look, in microseconds.
  private var lead: Int64
  /// Whether the engine knows of a step that the kernel has still to tell of.
  private var isToldOfStep = false
  private let statusLine: StatusLine
  private var status = ""
  /// Nil if no manager wants to hear it.
  private var watchdog: Watchdog?
  /// Why the manager hears nothing; empty if it does.
  private var silence = ""
  /// When the daemon ends even if a run has not come to its boundary.
  private var deadline: MonotonicTime?

  init(
    engine: Engine, store: JobDatabase, mover: SessionMover, adopter: Adopter, reloader: Reloader,
    zones: ZoneCache, space: SpaceWatch, statusLine: StatusLine,
    mailbox: Mailbox<LoopMessage>, timer: consuming WallTimer, signals: consuming SignalQueue,
    log: Log
  ) {
    self.engine = engine
    self.store = store
    self.space = space
    self.statusLine = statusLine
    self.mover = mover
    self.adopter = adopter
    self.reloader = reloader
    self.zones = zones
    lead = Self.lead(of: WallClock.now())
    self.mailbox = mailbox
    self.signals = signals
    self.log = log
    self.timer = timer
  }

  /// Runs until a signal ends it.
  ///
  /// - Throws: `SystemError` if the kernel refuses to let it wait, which nothing here can mend.
  func run() throws(SystemError) {
    var poller = Poller()
    let clock = poller.watch(timer)
    _ = poller.watch(signals)
    _ = poller.watch(mailbox.wakeup)
    let zoneFolders = zones.raw.map { poller.watch(raw: $0) }
    tell(ready: true)
    watchdog = notify.watchdogInterval.map { Watchdog(microseconds: $0, now: .now()) }
    while true {
      wake()
      log.tellRepeated()
      guard deadline == nil || !isOver else { return }
      let next = engine.nextWake(now: now())
      if try timer.arm(at: next) == .clockStepped {
        kernelTellsOfStep()
        continue
      }
      tell(ready: false)
      feedWatchdog(next)
      let ready = try poller.wait(milliseconds: patience)
      if ready.contains(clock), try timer.acknowledge() == .clockStepped { kernelTellsOfStep() }
      if let zoneFolders, ready.contains(zoneFolders), zones.take() { awaitQuietZones() }
      lookAtZones()
      while let signal = try signals.next() { received(signal) }
      for message in mailbox.drain() { received(message) }
    }
  }

  /// A round through the engine, and to the disk if the watchdog wants to know of it.
  private func wake() {
    space.measure(for: engine)
    var hasLooked = engine.wake(now: now())
    // Room for the outcomes of what goes on.
    if engine.storeTrouble?.kind == .full, space.giveReserve() {
      hasLooked = engine.wake(now: now())
    }
    if watchdog?.wantsProof(at: .now()) == true {
      engine.prove(now: now())
      // With words or without: it has answered.
      watchdog?.proved(at: .now())
    }
    // While the state cannot be written nothing can be done about what is due, and it is told.
    if hasLooked || engine.storeTrouble != nil { watchdog?.looked(at: .now()) }
  }

  // MARK: - Events

  private func received(_ message: LoopMessage) {
    let now = now()
    switch message {
    case .command(let command, let reply):
      do {
        reply.give(.success(try engine.perform(command, now: now)))
      } catch {
        reply.give(.failure(error))
      }
    case .reload(let reading, let reply):
      do {
        reply.give(.success(try adopter.adopt(reading, now: now)))
      } catch {
        reply.give(.failure(error))
      }
    case .work(let work):
      work.run(store)
    case .session(let event, let job, let run):
      tellMasked(event, job, run)
      let told = mover.answered(event, job: job, run: run)
      engine.reported(told, job: job, run: run, now: now)
    case .mover(let event, let job, let run):
      if event == .discarded { mover.finished(job) }
      engine.reported(event, job: job, run: run, now: now)
    case .released(let job):
      engine.released(job, now: now)
    }
  }

  /// What the copies have not kept is told once, with the run's end.
  private func tellMasked(_ event: MoveEvent, _ job: JobID, _ run: RunNumber) {
    guard case .settled(let end) = event, end.masked > 0, let name = mover.name(of: job) else {
      return
    }
    let files = end.masked == 1 ? "1 file" : "\(end.masked) files"
    log.tell(
      .notice, .modesMasked,
      "job \(name): run \(run): set-user-ID and set-group-ID bits of \(files) were not kept",
      fields: [LogField("FERRY_JOB", name.text), LogField("FERRY_RUN_ID", run.rawValue)])
  }

  private func received(_ signal: ReceivedSignal) {
    switch signal.signal {
    case .terminate, .interrupt:
      guard deadline == nil else { return }
      log.info(
        "\(signal.signal.name) from pid \(signal.senderPID): stopping at the next object's boundary"
      )
      _ = notify.stopping(status: "Stopping at the next object's boundary")
      deadline = MonotonicTime.now().advanced(byNanoseconds: Self.drainLimit)
      engine.drain()
    case .hangup:
      log.info("SIGHUP from pid \(signal.senderPID): reading the configuration again")
      reloader.reloadAside()
    }
  }

  // MARK: - The clock

  /// The wall clock; if it was set since the last look, the engine is told first.
  ///
  /// The timer tells, too, but perhaps too late: what is due by the new clock only must not be
  /// dealt with before.
  private func now() -> Instant {
    let now = WallClock.now()
    guard step(to: now).magnitude >= Self.leastStep else { return now }
    // Once more: this thread may have been put to sleep between two clocks.
    let again = WallClock.now()
    guard step(to: again).magnitude >= Self.leastStep else { return again }
    isToldOfStep = true
    stepped(to: again)
    return again
  }

  private func kernelTellsOfStep() {
    let now = WallClock.now()
    if !isToldOfStep || step(to: now).magnitude >= Self.leastStep { stepped(to: now) }
    isToldOfStep = false
  }

  private func stepped(to now: Instant) {
    let step = step(to: now)
    lead = Self.lead(of: now)
    engine.clockStepped(now: now, by: step)
  }

  /// How far the clock was set since the last look, in microseconds.
  private func step(to now: Instant) -> Int64 {
    Self.lead(of: now).subtractingReportingOverflow(lead).partialValue
  }

  /// Half a second: more than lies between two readings here, and than NTP corrects by slewing.
  private static let leastStep: UInt64 = 500_000

  private static func lead(of now: Instant) -> Int64 {
    now.microseconds.subtractingReportingOverflow(MonotonicTime.now().nanoseconds / 1_000)
      .partialValue
  }

  // MARK: - Time zones

  /// An update writes some thousand files: one look when it has been quiet for a second, or when it
  /// is not quiet for long.
  private func awaitQuietZones() {
    let now = MonotonicTime.now()
    let latest = zoneLook?.latest ?? now.advanced(byNanoseconds: 10_000_000_000)
    zoneLook = (min(now.advanced(byNanoseconds: 1_000_000_000), latest), latest)
  }

  private func lookAtZones() {
    guard let look = zoneLook, look.at <= MonotonicTime.now() else { return }
    zoneLook = nil
    engine.zonesChanged(now: now())
  }

  // MARK: - Ending

  /// A run that does not come to a boundary in this time (a dead mount) is left as a crash would
  /// leave it, which its ledger is made for.
  private static let drainLimit: Int64 = 20_000_000_000

  private var isOver: Bool {
    if engine.isDrained { return true }
    guard let deadline, deadline <= MonotonicTime.now() else { return false }
    log.warning("a run has not stopped in 20 s; it is left to be continued by the next start")
    return true
  }

  // MARK: - Health

  /// How long the loop may sleep: half of what the watchdog allows, half a second while stopping,
  /// and not beyond a look at the zones.
  private var patience: Int64? {
    if deadline != nil { return 500 }
    let look = zoneLook.map { look in
      max(look.at.nanoseconds(since: MonotonicTime.now()) / 1_000_000 + 1, 0)
    }
    return [look, watchdog?.patience].compactMap { $0 }.min()
  }

  private func tell(ready: Bool) {
    let text = statusLine.text(runs: mover.count, of: engine, now: WallClock.now())
    if ready {
      status = text
      log.info("ready")
      _ = notify.ready(status: text)
    } else if text != status, deadline == nil {
      status = text
      _ = notify.status(text)
    }
  }

  private func feedWatchdog(_ next: Instant?) {
    guard store.isAtRest else {
      if silence.isEmpty {
        silence = "a transaction was left open"
        log.error("\(silence): this is a fault of ferryd, which only a new start mends")
      }
      _ = notify.failWatchdog()
      return
    }
    let overdue = next.map { WallClock.now().microseconds(since: $0) } ?? 0
    let nanoseconds = overdue.multipliedReportingOverflow(by: 1_000)
    let verdict = watchdog?.verdict(
      at: .now(), overdue: nanoseconds.overflow ? .max : nanoseconds.partialValue)
    switch verdict {
    case .ping?:
      silence = ""
      _ = notify.watchdog()
    case .silent(let why)?:
      if silence.isEmpty { log.error("the watchdog is not fed: \(why)") }
      silence = why
    case .rest?, nil: break
    }
  }
}
