import Calendar
import Foundation
import Testing

/// The rules of a zone as the host's database has them.
func hostZone(_ name: String) throws -> ZoneRules {
  if name == "UTC" { return .utc }
  return try ZoneRules(name: name, tzif: hostZoneBytes(name))
}

/// The compiled file of a zone in the host's database.
func hostZoneBytes(_ name: String) throws -> [UInt8] {
  [UInt8](try Data(contentsOf: URL(filePath: "/usr/share/zoneinfo/\(name)")))
}

/// A local time written as `2024-02-29T02:30:00`.
func localTime(_ text: String) throws -> LocalTime {
  let parts = text.split { "-T:".contains($0) }.compactMap { Int($0) }
  try #require(parts.count == 6)
  return LocalTime(
    date: try #require(CivilDate(year: parts[0], month: parts[1], day: parts[2])),
    time: try #require(CivilTime(hour: parts[3], minute: parts[4], second: parts[5])))
}
