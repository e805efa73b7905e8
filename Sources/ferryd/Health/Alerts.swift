import Engine
import Migration
import Platform
import Wire

/// Makes pings and events of what the engine tells.
///
/// The engine's notes come on the loop's thread only; what they cause happens on other threads.
///
/// `@unchecked Sendable`: `unretried` and `isOfSubJob` are touched by `note`, on the loop's thread,
/// only; all else never changes.
final class Alerts: NotePort, @unchecked Sendable {
  private let settings: LiveSettings
  private let spool: EventSpool
  private let log: Log
  private let pings = WorkQueue(most: 200)
  private let events = WorkQueue(most: 200)
  /// Runs that have just ended with failures, until it is known whether a retry follows.
  private var unretried: [Name: (run: RunNumber, failed: Int64)] = [:]

  /// Whether the current note came of a sub-job.
  private var isOfSubJob = false

  /// Alerts by settings that may change.
  init(settings: LiveSettings, events folder: String, log: Log) {
    self.settings = settings
    self.log = log
    spool = EventSpool(folder: folder, log: log)
    do throws(SystemError) {
      try events.start(name: "events")
      if Ping.begin() {
        try pings.start(name: "ping")
      } else {
        log.error("libcurl cannot be used: nobody is pinged")
      }
    } catch {
      log.error("no thread for pings and events: \(error)")
    }
  }

  func note(_ note: EngineNote, of job: Job?) {
    isOfSubJob = job?.lineage != nil
    take(note)
    isOfSubJob = false
  }

  /// Takes what the engine tells.
  private func take(_ note: EngineNote) {
    switch note {
    case .ended(let job, let run, let counts):
      if counts.failed > 0 {
        unretried[job] = (run, counts.failed)
      } else if counts.listed, counts.remaining <= 0 {
        ping(job)
      }
    case .retryPlanned(let job, _, _): unretried[job] = nil
    case .retryDropped(let job, let run, let why):
      leave(.failed, job, run, reason: "not tried again: \(why)")
    case .status(let job, let run, _, let to, let message): status(job, run, to, message)
    case .chainEnded(let job, let run, _, _, let remainder):
      if remainder.failing == 0 {
        ping(job)
      } else {
        leave(
          .failed, job, run, failed: remainder.failing,
          reason: "objects that still fail after the last retry: \(remainder.failing)")
      }
    case .storeFailed(let failure):
      leave(HealthEvent(kind: .state, reason: failure.message, time: WallClock.now()))
    default: break
    }
  }

  /// The configuration was refused; any thread may tell.
  func reloadRefused(_ message: String) {
    leave(HealthEvent(kind: .reload, reason: message, time: WallClock.now()))
  }

  private func status(_ job: Name, _ run: RunNumber?, _ to: JobStatus, _ message: String) {
    let ended = unretried.removeValue(forKey: job)
    switch to {
    // Of a retry the end of its chain is told, by the name of its root job.
    case .finished where !isOfSubJob:
      guard let ended else { return }
      leave(
        .failed, job, ended.run, failed: ended.failed,
        reason: "failed objects: \(ended.failed); no retry follows by itself")
    case .interrupted: leave(.interrupted, job, run, reason: message)
    case .suspended where !message.isEmpty && !message.hasPrefix("paused"):
      leave(.attention, job, run, reason: message)
    default: break
    }
  }

  private func ping(_ job: Name) {
    let health = settings.now.health
    let targets = [health.pings[job.text], health.ping].compactMap { $0 }
    for target in Set(targets) {
      let ping = Ping(target: target, job: job.text, log: log)
      if !pings.add("\(target)", { ping.send() }) {
        log.warning("job \(job): too many pings wait; this one is left out")
      }
    }
  }

  private func leave(
    _ kind: HealthEvent.Kind, _ job: Name, _ run: RunNumber?, failed: Int64? = nil, reason: String
  ) {
    leave(
      HealthEvent(
        kind: kind, job: job.text, run: run?.rawValue, failed: failed, reason: reason,
        time: WallClock.now()))
  }

  private func leave(_ event: HealthEvent) {
    guard settings.now.health.writesEvents else { return }
    let spool = spool
    var event = event
    event.reason = log.redactor.clean(event.reason)
    if !events.add(event.fileName, { [event] in spool.leave(event) }) {
      log.warning("too many events wait; one of kind \(event.kind.rawValue) is left out")
    }
  }
}
