import Calendar
import Engine
import Foundation

/// Zones as the host's database has them; some can be taken away.
final class HostZones: ZonePort {
  var missing: Set<String> = []
  /// Rules that have come in place of the host's.
  var replaced: [String: ZoneRules] = [:] {
    didSet { version += 1 }
  }
  /// UTC and Europe/Berlin, if either of them has the other's rules.
  var isSwapped: Set<String> = []
  private var version = 0

  func zone(named name: String) -> ZoneRules? {
    guard !missing.contains(name) else { return nil }
    let other = name == "UTC" ? "Europe/Berlin" : "UTC"
    return replaced[name] ?? Self.known[isSwapped.contains(name) ? other : name]
  }

  func generation(of name: String) -> String? {
    guard zone(named: name) != nil else { return nil }
    if replaced[name] != nil { return "replaced \(version)" }
    return isSwapped.contains(name) ? "swapped" : "host"
  }

  func refresh() {}

  private static let known: [String: ZoneRules] = {
    var zones = ["UTC": ZoneRules.utc]
    let name = "Europe/Berlin"
    if let bytes = FileManager.default.contents(atPath: "/usr/share/zoneinfo/" + name) {
      zones[name] = try? ZoneRules(name: name, tzif: [UInt8](bytes))
    }
    return zones
  }()
}
