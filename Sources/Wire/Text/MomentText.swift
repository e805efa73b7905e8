public import Calendar

/// Points in time as people write them.
public enum MomentText {
  /// Which second of a day a date alone means.
  public enum Edge: Hashable, Sendable {
    /// The day's first second: `NotBefore=2026-12-01` lets that day in.
    case first
    /// The day's last second: so does `NotAfter=2026-12-01`.
    case last
  }

  /// The instant that a text names.
  ///
  /// - Parameters:
  ///   - text: `2026-03-29 02:30:00` on the wall of the zone, also without the seconds or the
  ///     whole time, or with `T` between; `Z` or an offset such as `+01:00` behind it names the
  ///     instant without the zone.
  ///   - zone: For a time that the wall shows twice, the first counts; for one that it never
  ///     shows, the end of the gap.
  ///   - edge: What a date alone means.
  /// - Throws: `ValueProblem` with what is allowed.
  public static func instant(
    _ text: String, in zone: ZoneRules, edge: Edge = .first
  ) throws(ValueProblem) -> Instant {
    guard let (local, offset) = parts(Array(text.utf8), edge) else {
      throw ValueProblem(
        "\(ConfigValue.shown(text)) is no time from 1970 to 9999; allowed: 2026-12-01, "
          + "'2026-12-01 02:30', '2026-12-01 02:30:05', with Z or an offset such as +01:00 "
          + "behind it or without")
    }
    guard let offset else { return zone.instants(of: local).first }
    let wall = ZoneRules.utc.instants(of: local).first
    return Instant(seconds: wall.seconds - Int64(offset))
  }

  /// The local time and what it is ahead of UTC; nil if the bytes are no time.
  private static func parts(_ bytes: [UInt8], _ edge: Edge) -> (LocalTime, offset: Int?)? {
    var rest = bytes[...]
    guard let year = digits(4, &rest), take("-", &rest), let month = digits(2, &rest),
      take("-", &rest), let day = digits(2, &rest),
      (1970...9999).contains(year), let date = CivilDate(year: year, month: month, day: day)
    else { return nil }
    if rest.isEmpty || rest.elementsEqual("Z".utf8) {
      let last = CivilTime(hour: 23, minute: 59, second: 59) ?? .midnight
      let local = LocalTime(date: date, time: edge == .first ? .midnight : last)
      return (local, rest.isEmpty ? nil : 0)
    }
    guard take("T", &rest) || take(" ", &rest), let hour = digits(2, &rest), take(":", &rest),
      let minute = digits(2, &rest)
    else { return nil }
    var second = 0
    if take(":", &rest) {
      guard let given = digits(2, &rest) else { return nil }
      second = given
      if take(".", &rest) {
        // The search is on whole seconds: a fraction is dropped.
        guard digits(1, &rest) != nil else { return nil }
        while digits(1, &rest) != nil {}
      }
    }
    guard let time = CivilTime(hour: hour, minute: minute, second: second) else { return nil }
    let local = LocalTime(date: date, time: time)
    if rest.isEmpty { return (local, nil) }
    guard let offset = offset(&rest), rest.isEmpty else { return nil }
    return (local, offset)
  }

  private static func offset(_ rest: inout ArraySlice<UInt8>) -> Int? {
    if take("Z", &rest) { return 0 }
    let isWest = take("-", &rest)
    guard isWest || take("+", &rest), let hours = digits(2, &rest), hours <= 25 else { return nil }
    _ = take(":", &rest)
    let minutes = rest.isEmpty ? 0 : digits(2, &rest)
    guard let minutes, minutes <= 59 else { return nil }
    let offset = hours * 3_600 + minutes * 60
    return isWest ? -offset : offset
  }

  private static func take(_ character: Unicode.Scalar, _ rest: inout ArraySlice<UInt8>) -> Bool {
    guard rest.first == UInt8(ascii: character) else { return false }
    rest.removeFirst()
    return true
  }

  private static func digits(_ count: Int, _ rest: inout ArraySlice<UInt8>) -> Int? {
    let digits = rest.prefix(count)
    guard digits.count == count, digits.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return nil
    }
    rest.removeFirst(count)
    return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }
}
