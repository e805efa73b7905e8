import Calendar
import Engine
import Platform
import Store
import Wire

/// The daemon in one line for the service manager, made anew when something has changed.
///
/// Used by the loop's thread only.
final class StatusLine {
  private let store: JobDatabase
  private let zones: ZoneCache
  private let settings: LiveSettings
  private let condition: StateCondition
  private var made: (changes: Int64, day: Int64, zone: String)?
  private var status = ServiceStatus()

  init(store: JobDatabase, zones: ZoneCache, settings: LiveSettings, condition: StateCondition) {
    self.store = store
    self.zones = zones
    self.settings = settings
    self.condition = condition
  }

  /// What is to be told now.
  func text(runs: Int, of engine: Engine, now: Instant) -> String {
    status.runs = runs
    status.problem = Self.problem(of: engine)
    condition.set(status.problem)
    let zone = settings.now.standardZone
    // Once a day the next start may come within a day.
    let state = (store.changeCount, now.seconds / 43_200, zone)
    if made.map({ $0 != state }) ?? true {
      made = state
      look(zone, now)
    }
    return status.text
  }

  /// Two indexed reads.
  private func look(_ zone: String, _ now: Instant) {
    do throws(StoreFailure) {
      status.attention = try store.attentionCount()
      status.next = try store.nextStartName().map { next in
        let local = LocalTime(next.at, in: zones.zone(named: zone) ?? .utc)
        return (next.name, ServiceStatus.when(local, in: next.at.seconds - now.seconds))
      }
    } catch {
      // The engine meets the same trouble and tells of it; this line is tried again.
      made = nil
    }
  }

  private static func problem(of engine: Engine) -> String {
    switch engine.storeTrouble?.kind {
    case .full?: "The state folder's file system is full: nothing is started or recorded"
    case .busy?: "Another process has locked the state: nothing is started or recorded"
    case .some: "The state cannot be written: \(engine.storeTrouble?.message ?? "")"
    case nil: engine.shortage?.sentence.capitalizedAtBegin ?? ""
    }
  }
}

extension String {
  /// The sentence with a capital at its begin.
  fileprivate var capitalizedAtBegin: String { prefix(1).uppercased() + dropFirst() }
}
