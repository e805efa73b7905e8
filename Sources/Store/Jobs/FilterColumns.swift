import Calendar
import Engine
import Migration
import SQLite

/// How a job's filter stands in its row: each list as lines, a stretch of time as `FIRST..LAST` in
/// microseconds; prefixes, which may hold any byte but NUL, each with a NUL behind it.
enum FilterColumns {
  /// The values of the seven columns.
  static func values(_ filter: ObjectFilter) -> [SQLValue] {
    [
      .blob(filter.prefixes.flatMap { $0.bytes + [0] }),
      .text(lines(filter.includeKeys)), .text(lines(filter.excludeKeys)),
      .text(lines(filter.includeModified.map(text))),
      .text(lines(filter.excludeModified.map(text))),
      .integer(filter.excludesFolders ? 1 : 0), .integer(filter.excludesSymlinks ? 1 : 0),
    ]
  }

  /// Reads the seven columns.
  static func filter(_ row: inout Row) throws(StoreFailure) -> ObjectFilter {
    var filter = ObjectFilter()
    filter.prefixes = try row.blob().split(separator: 0).map { ObjectKey(Array($0)) }
    filter.includeKeys = entries(try row.text())
    filter.excludeKeys = entries(try row.text())
    filter.includeModified = try ranges(&row)
    filter.excludeModified = try ranges(&row)
    filter.excludesFolders = try row.flag()
    filter.excludesSymlinks = try row.flag()
    return filter
  }

  /// No pattern holds a line break.
  private static func lines(_ entries: [String]) -> String { entries.joined(separator: "\n") }

  private static func entries(_ text: String) -> [String] {
    text.utf8.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
  }

  private static func text(_ range: TimeRange) -> String {
    "\(range.start.microseconds)..\(range.end.microseconds)"
  }

  private static func ranges(_ row: inout Row) throws(StoreFailure) -> [TimeRange] {
    var ranges: [TimeRange] = []
    for entry in entries(try row.text()) {
      let ends = entry.split(separator: ".").map { Int64($0) }
      guard ends.count == 2, let first = ends[0], let last = ends[1],
        let range = TimeRange(Instant(microseconds: first), Instant(microseconds: last))
      else { throw row.malformed() }
      ranges.append(range)
    }
    return ranges
  }
}
