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

/// The first seconds of new offsets, found by looking twice a day and then by halves.
func offsetChanges(of zone: ZoneRules, years: ClosedRange<Int>) -> [Int64] {
  let step: Int64 = 43_200
  var changes: [Int64] = []
  let first = Int64(years.lowerBound - 1970) * 31_556_952 / step * step
  let last = Int64(years.upperBound - 1969) * 31_556_952
  for begin in stride(from: first, to: last, by: Int64.Stride(step))
  where offset(begin, zone) != offset(begin + step, zone) {
    var low = begin
    var high = begin + step
    while high - low > 1 {
      let middle = (low + high) / 2
      if offset(middle, zone) == offset(low, zone) { low = middle } else { high = middle }
    }
    changes.append(high)
  }
  return changes
}

/// Seconds east of UTC at a second.
func offset(_ second: Int64, _ zone: ZoneRules) -> Int {
  zone.offset(at: Instant(seconds: second))
}
