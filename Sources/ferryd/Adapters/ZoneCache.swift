import Calendar
import Engine
import Platform

/// The machine's time zones for the loop: each read once.
final class ZoneCache: ZonePort {
  private let files: ZoneFiles
  private var known: [String: ZoneRules] = [:]

  init(_ files: ZoneFiles) {
    self.files = files
  }

  func zone(named name: String) -> ZoneRules? {
    if let rules = known[name] { return rules }
    // A zone that is not there is not remembered: it may be installed at any time.
    guard let rules = try? files.rules(named: name) else { return nil }
    known[name] = rules
    return rules
  }
}
