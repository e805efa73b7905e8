import Engine
import Migration
import SQLite

/// How a job's limits stand in its row: a window as `FIRST..END BITS OBJECTS` on a line of its own,
/// in minutes of the day, with `-` for a limit that it leaves alone.
enum ThrottleColumns {
  /// The values of the four columns.
  static func values(_ what: JobDefinition) -> [SQLValue] {
    [
      .integer(what.throttle.bitsPerSecond), .integer(what.throttle.objectsPerSecond),
      .text(what.windows.windows.map(text).joined(separator: "\n")),
      .integer(what.throttleIsByHand ? 1 : 0),
    ]
  }

  /// Reads the four columns.
  static func read(_ row: inout Row, into what: inout JobDefinition) throws(StoreFailure) {
    what.throttle = Throttle(
      bitsPerSecond: try row.integer(), objectsPerSecond: try row.integer())
    var found: [ThrottleWindow] = []
    for line in try row.text().split(separator: "\n") {
      guard let window = window(line) else { throw row.malformed() }
      found.append(window)
    }
    guard let windows = ThrottleWindows(found) else { throw row.malformed() }
    what.windows = windows
    what.throttleIsByHand = try row.flag()
  }

  private static func text(_ window: ThrottleWindow) -> String {
    let limits = [window.bitsPerSecond, window.objectsPerSecond].map { $0.map(String.init) ?? "-" }
    return "\(window.start)..\(window.end) \(limits[0]) \(limits[1])"
  }

  private static func window(_ line: Substring) -> ThrottleWindow? {
    let parts = line.split(separator: " ")
    guard parts.count == 3 else { return nil }
    let edges = parts[0].split(separator: ".").map { Int($0) }
    guard edges.count == 2, let start = edges[0], let end = edges[1] else { return nil }
    var limits: [Int64?] = []
    for part in parts[1...] {
      guard part != "-" else {
        limits.append(nil)
        continue
      }
      guard let limit = Int64(part) else { return nil }
      limits.append(limit)
    }
    return ThrottleWindow(
      start: start, end: end, bitsPerSecond: limits[0], objectsPerSecond: limits[1])
  }
}
