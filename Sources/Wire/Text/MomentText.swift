public import Calendar

/// Moments as people write them: on the wall of a schedule's zone, or in UTC with `Z`.
public enum MomentText {
  /// Which second of a day a date alone means.
  public enum Edge: Hashable, Sendable {
    /// The day's first second: `NotBefore=2026-12-01` lets that day in.
    case first
    /// The day's last second: so does `NotAfter=2026-12-01`.
    case last
  }

  /// Reads `2026-12-01`, `2026-12-01 02:30`, `2026-12-01T02:30:05`, each also with `Z` for UTC.
  ///
  /// A time that the zone's wall shows twice is its first pass; one that it never shows is the end
  /// of the gap.
  ///
  /// - Parameters:
  ///   - text: The moment.
  ///   - zone: The zone of a text without `Z`.
  ///   - edge: What a date alone means.
  /// - Throws: `ValueProblem` with what is allowed.
  public static func instant(
    _ text: String, in zone: ZoneRules, edge: Edge
  ) throws(ValueProblem) -> Instant {
    let isUTC = text.hasSuffix("Z")
    let parts = (isUTC ? text.dropLast() : text[...])
      .split(maxSplits: 1, omittingEmptySubsequences: false) { $0 == "T" || $0 == " " }
    let wall = isUTC ? ZoneRules.utc : zone
    guard let date = parts.first.flatMap(date) else { throw problem(text) }
    let lastSecond = CivilTime(hour: 23, minute: 59, second: 59) ?? .midnight
    let time: CivilTime
    if parts.count == 1 {
      time = edge == .first ? .midnight : lastSecond
    } else {
      guard let given = self.time(parts[1]) else { throw problem(text) }
      time = given
    }
    return wall.instants(of: LocalTime(date: date, time: time)).first
  }

  private static func problem(_ text: String) -> ValueProblem {
    ValueProblem(
      "\(ConfigValue.shown(text)) is no date and time from 1970 to 9999; allowed: 2026-12-01, "
        + "'2026-12-01 02:30', 2026-12-01T02:30:05 on the wall of the job's zone, "
        + "2026-12-01T02:30:00Z in UTC")
  }

  private static func date(_ text: Substring) -> CivilDate? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, let year = number(parts[0], 4), let month = number(parts[1], 2),
      let day = number(parts[2], 2), (1970...9999).contains(year)
    else { return nil }
    return CivilDate(year: year, month: month, day: day)
  }

  private static func time(_ text: Substring) -> CivilTime? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2 || parts.count == 3, let hour = number(parts[0], 2),
      let minute = number(parts[1], 2), let second = parts.count == 3 ? number(parts[2], 2) : 0
    else { return nil }
    return CivilTime(hour: hour, minute: minute, second: second)
  }

  private static func number(_ text: Substring, _ digits: Int) -> Int? {
    guard text.utf8.count == digits, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return nil
    }
    return Int(text)
  }
}
