public import Calendar
public import Migration

/// A stretch of time as people and clients write it: `TimeFilter` on the wire, `A > B` in a flag or
/// a file.
///
/// Its two ends are moments as `MomentText` reads them; one that is left out is open.
public struct TimeRangeText: WireShape {
  /// The first second, empty for no bound.
  public let start: String
  /// The last second, empty for no bound.
  public let end: String

  /// A stretch between two texts, not read yet.
  public init(start: String, end: String) {
    (self.start, self.end) = (start, end)
  }

  /// A stretch in UTC.
  public init(_ range: TimeRange) {
    start = range.start == .distantPast ? "" : ISOTime.text(range.start)
    end = range.end == .distantFuture ? "" : ISOTime.text(range.end)
  }

  /// Reads `2026-01-01 00:00:00 > 2026-02-01 00:00:00`.
  ///
  /// - Throws: `ValueProblem` if there are not two ends.
  public init(_ text: String) throws(ValueProblem) {
    let ends = text.split(separator: ">", omittingEmptySubsequences: false)
    guard ends.count == 2, ends.contains(where: { !$0.trimmed.isEmpty }) else {
      throw ValueProblem(
        "\(ConfigValue.shown(text)) is no stretch of time; allowed: "
          + "'2026-01-01 > 2026-01-31', '2026-01-01 08:00:00 > 2026-01-01 18:00:00', and "
          + "one of the two left out")
    }
    start = String(ends[0].trimmed)
    end = String(ends[1].trimmed)
  }

  /// Reads stretches by commas.
  ///
  /// - Throws: `ValueProblem` for the first that is none.
  public static func list(_ text: String) throws(ValueProblem) -> [TimeRangeText] {
    var ranges: [TimeRangeText] = []
    for part in ConfigValue.list(text) { ranges.append(try TimeRangeText(part)) }
    return ranges
  }

  /// The stretch that is meant.
  ///
  /// - Parameter zone: The wall whose times are meant where no offset is given.
  /// - Throws: `ValueProblem` if an end is no time, or comes before the begin.
  public func range(in zone: ZoneRules) throws(ValueProblem) -> TimeRange {
    let from = start.isEmpty ? Instant.distantPast : try MomentText.instant(start, in: zone)
    let to =
      end.isEmpty ? Instant.distantFuture : try MomentText.instant(end, in: zone, edge: .last)
    guard let range = TimeRange(from, to) else {
      throw ValueProblem("\(ConfigValue.shown("\(start) > \(end)")) ends before it begins")
    }
    return range
  }

  /// `StartTime` and `EndTime`.
  public var json: JSONValue {
    ["StartTime": .string(start), "EndTime": .string(end)]
  }

  /// Reads the shape.
  public init(json: JSONValue) throws(WireError) {
    let fields = try JSONFields(json)
    start = try fields.text("StartTime")
    end = try fields.text("EndTime")
    guard !start.isEmpty || !end.isEmpty else {
      throw WireError(.missing, at: "TimeFilter", "StartTime or EndTime has to be given")
    }
  }
}
