public import Calendar

/// Times as the wire writes them: ISO 8601, UTC, milliseconds, `Z`; "not yet" is empty text.
public enum ISOTime {
  /// The text of an instant, `2026-11-21T15:42:00.000Z`; empty for nil.
  ///
  /// Microseconds are cut, not rounded.
  public static func text(_ instant: Instant?) -> String {
    guard let instant else { return "" }
    let (days, time) = split(instant.seconds)
    let milliseconds = Int((instant.microseconds % 1_000_000 + 1_000_000) % 1_000_000) / 1000
    return "\(CivilDate(daysSinceEpoch: days))T\(time).\(padded(milliseconds, 3))Z"
  }

  /// The text of an instant on a wall that is `offset` seconds ahead of UTC:
  /// `2026-11-22T02:00:00+01:00`.
  public static func text(_ instant: Instant, offset: Int) -> String {
    let (sum, overflow) = instant.seconds.addingReportingOverflow(Int64(offset))
    let (days, time) = split(overflow ? instant.seconds : sum)
    let minutes = abs(offset) / 60
    let sign = offset < 0 ? "-" : "+"
    return "\(CivilDate(daysSinceEpoch: days))T\(time)"
      + "\(sign)\(padded(minutes / 60, 2)):\(padded(minutes % 60, 2))"
  }

  /// The instant that a text names, nil if it is none: UTC with `Z`, up to six decimals.
  public static func instant(_ text: String) -> Instant? {
    let bytes = Array(text.utf8)
    guard bytes.count >= 20, bytes.count <= 27, bytes.last == UInt8(ascii: "Z"),
      let year = number(bytes[0..<4]), let month = number(bytes[5..<7]),
      let day = number(bytes[8..<10]), let hour = number(bytes[11..<13]),
      let minute = number(bytes[14..<16]), let second = number(bytes[17..<19]),
      bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
      bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"),
      bytes[16] == UInt8(ascii: ":"),
      let date = CivilDate(year: year, month: month, day: day),
      let time = CivilTime(hour: hour, minute: minute, second: second)
    else { return nil }
    var microseconds = 0
    if bytes.count > 20 {
      let decimals = bytes[20..<(bytes.count - 1)]
      guard bytes[19] == UInt8(ascii: "."), let part = number(decimals) else { return nil }
      microseconds = (decimals.count..<6).reduce(part) { scaled, _ in scaled * 10 }
    }
    let seconds = date.daysSinceEpoch * 86_400 + time.secondsSinceMidnight
    return Instant(seconds: Int64(seconds)).advanced(byMicroseconds: Int64(microseconds))
  }

  private static func split(_ seconds: Int64) -> (days: Int, time: String) {
    var days = seconds / 86_400
    if seconds % 86_400 < 0 { days -= 1 }
    let rest = Int(seconds - days * 86_400)
    let time = "\(padded(rest / 3600, 2)):\(padded(rest / 60 % 60, 2)):\(padded(rest % 60, 2))"
    return (Int(days), time)
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    guard !digits.isEmpty, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }
}

extension JSONFields {
  /// A time, nil if it is not there or empty.
  func instant(_ name: String) throws(WireError) -> Instant? {
    let text = try text(name)
    if text.isEmpty { return nil }
    guard let instant = ISOTime.instant(text) else {
      throw WireError(.invalid, at: place(name), "'\(text.prefix(40))' is no time")
    }
    return instant
  }
}
