public import Calendar

/// Times as signatures have them: `20261121T134407Z`.
///
/// Source: ISO 8601, basic format.
public enum BasicTime {
  /// The instant of a text; nil if it is none.
  public static func instant(_ text: String) -> Instant? {
    let bytes = Array(text.utf8)
    guard bytes.count == 16, bytes[8] == UInt8(ascii: "T"), bytes[15] == UInt8(ascii: "Z"),
      let year = number(bytes[0..<4]), let month = number(bytes[4..<6]),
      let day = number(bytes[6..<8]), let hour = number(bytes[9..<11]),
      let minute = number(bytes[11..<13]), let second = number(bytes[13..<15]),
      let date = CivilDate(year: year, month: month, day: day),
      let time = CivilTime(hour: hour, minute: minute, second: second)
    else { return nil }
    return Instant(seconds: Int64(date.daysSinceEpoch * 86_400 + time.secondsSinceMidnight))
  }

  /// The text of an instant.
  public static func text(_ instant: Instant) -> String {
    SigV4.timeText(of: instant)
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    guard digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }
}
