public import Calendar

/// Points in time as people write them.
public enum MomentText {
  /// The instant that a text names.
  ///
  /// - Parameters:
  ///   - text: `2026-03-29 02:30:00` on the wall of the zone, also without the seconds or the
  ///     whole time, or with `T` between; `Z` or an offset such as `+01:00` behind it names the
  ///     instant without the zone.
  ///   - zone: For a time that the wall shows twice, the first counts; for one that it never
  ///     shows, the end of the gap.
  public static func instant(
    _ text: String, in zone: ZoneRules
  ) throws(ValueProblem) -> Instant {
    guard let (local, offset) = parts(Array(text.utf8)) else {
      throw ValueProblem(
        "'\(text.prefix(40))' is no time; allowed: YYYY-MM-DD HH:MM:SS, "
          + "with Z or an offset such as +01:00 behind it or without")
    }
    guard let offset else { return zone.instants(of: local).first }
    let wall = ZoneRules.utc.instants(of: local).first
    return Instant(seconds: wall.seconds - Int64(offset))
  }

  /// The local time and what it is ahead of UTC; nil if the bytes are no time.
  private static func parts(_ bytes: [UInt8]) -> (LocalTime, offset: Int?)? {
    var rest = bytes[...]
    guard let year = digits(4, &rest), take("-", &rest), let month = digits(2, &rest),
      take("-", &rest), let day = digits(2, &rest),
      let date = CivilDate(year: year, month: month, day: day)
    else { return nil }
    guard !rest.isEmpty else { return (LocalTime(date: date, time: .midnight), nil) }
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
