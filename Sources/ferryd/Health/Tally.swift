import Calendar
import Engine
import Synchronization

/// What is counted since the daemon's start and kept nowhere.
final class Tally: Sendable {
  /// The figures of one moment.
  struct Figures {
    var clockSteps: Int64 = 0
    var retriesPlanned: Int64 = 0
    var retriesMade: Int64 = 0
    var retriesDropped: Int64 = 0
    var isReloaded = true
    var reloaded: Instant
  }

  private let figures: Mutex<Figures>

  /// Nothing yet; the configuration of the start counts as a reload.
  init(started: Instant) {
    figures = Mutex(Figures(reloaded: started))
  }

  var now: Figures { figures.withLock { $0 } }

  /// A configuration was taken over, or refused.
  func reloaded(_ isTaken: Bool, at now: Instant) {
    figures.withLock {
      $0.isReloaded = isTaken
      if isTaken { $0.reloaded = now }
    }
  }

  /// Counts what the engine tells.
  func count(_ note: EngineNote) {
    figures.withLock { figures in
      switch note {
      case .clockStepped: figures.clockSteps += 1
      case .retryPlanned: figures.retriesPlanned += 1
      case .retryMade: figures.retriesMade += 1
      case .retryDropped: figures.retriesDropped += 1
      default: break
      }
    }
  }
}
