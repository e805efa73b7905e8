import Calendar
import Configuration
import Engine
import Migration
import Platform
import Store
import Wire

/// Brings all parts of a running daemon to a configuration, in one step of the loop.
///
/// Used by the loop's thread only.
final class Adopter {
  private let engine: Engine
  private let mover: SessionMover
  private let store: JobDatabase
  private let settings: LiveSettings
  private let log: Log

  init(
    engine: Engine, mover: SessionMover, store: JobDatabase, settings: LiveSettings, log: Log
  ) {
    self.engine = engine
    self.mover = mover
    self.store = store
    self.settings = settings
    self.log = log
  }

  /// Adopts a configuration: all of it, or nothing.
  func adopt(_ reading: ConfigReading, now: Instant) throws(Refusal) -> ReloadView {
    let adopted = try engine.reload(
      reading.wish, limits: reading.limits, paths: reading.paths, now: now)
    mover.setPaths(reading.paths)
    mover.setCommonThrottle(reading.set.daemon.throttle)
    for key in reading.accessKeys { log.redactor.learn(key.secret) }
    let before = settings.set(reading)
    log.level = LogLevel(name: reading.set.daemon.logLevel.value) ?? .info
    do {
      try Daemon.tellMinInterval(reading, store, log)
    } catch {
      // It only tells; the interval itself is in force.
      log.warning("the least interval between starts could not be recorded: \(error.message)")
    }
    var changed = reading.set.daemon.changes(since: before.daemon)
    if changed.isEmpty, before.standardZone != reading.standardZone {
      changed.append("the server's zone \(before.standardZone) is \(reading.standardZone) now")
    }
    return ReloadView(
      changes: adopted.map { .init(kind: $0.what, name: $0.name.text, change: $0.how) },
      settings: changed, warnings: reading.warnings.map(\.description))
  }
}
