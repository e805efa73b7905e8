import Calendar
import Engine
import Foundation

/// Zones as the host's database has them; some can be taken away.
final class HostZones: ZonePort {
  var missing: Set<String> = []
  /// Rules that have come in place of the host's.
  var replaced: [String: ZoneRules] = [:]

  func zone(named name: String) -> ZoneRules? {
    missing.contains(name) ? nil : replaced[name] ?? Self.known[name]
  }

  private static let known: [String: ZoneRules] = {
    var zones = ["UTC": ZoneRules.utc]
    let name = "Europe/Berlin"
    if let bytes = FileManager.default.contents(atPath: "/usr/share/zoneinfo/" + name) {
      zones[name] = try? ZoneRules(name: name, tzif: [UInt8](bytes))
    }
    return zones
  }()
}
