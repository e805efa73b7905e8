import Calendar
import Migration

/// Instants as inventories write them.
enum ListedTime {
  /// Nanoseconds since 1970; nil for what is no such time.
  ///
  /// `2026-11-22T03:04:05.000Z`, with or without parts of a second; `-` may stand for `:`, and a blank
  /// for `T`. A number counts seconds since 1970, or milliseconds if it has 13 digits.
  static func nanoseconds(of text: [UInt8]) -> Int64? {
    if text.count >= 10, text.allSatisfy({ digit($0) != nil }) { return number(text) }
    guard text.count >= 19, text[4] == minus, text[7] == minus,
      text[10] == UInt8(ascii: "T") || text[10] == UInt8(ascii: " "),
      isMark(text[13]), isMark(text[16]), let year = value(text[..<4]),
      let month = value(text[5..<7]), let day = value(text[8..<10]),
      let hour = value(text[11..<13]), let minute = value(text[14..<16]),
      let second = value(text[17..<19]), hour < 24, minute < 60, second < 61,
      let date = CivilDate(year: year, month: month, day: day),
      let part = fraction(text[19...])
    else { return nil }
    let seconds = Int64(date.daysSinceEpoch) * 86_400 + Int64(hour * 3600 + minute * 60 + second)
    return seconds.multipliedClamped(by: 1_000_000_000).addingClamped(part)
  }

  private static let minus = UInt8(ascii: "-")

  private static func isMark(_ byte: UInt8) -> Bool { byte == UInt8(ascii: ":") || byte == minus }

  private static func digit(_ byte: UInt8) -> Int? {
    (0x30...0x39).contains(byte) ? Int(byte - 0x30) : nil
  }

  private static func value(_ text: ArraySlice<UInt8>) -> Int? {
    var value = 0
    for byte in text {
      guard let digit = digit(byte) else { return nil }
      value = value * 10 + digit
    }
    return value
  }

  private static func number(_ text: [UInt8]) -> Int64? {
    guard text.count == 10 || text.count == 13, let value = value(text[...]) else { return nil }
    return Int64(value) * (text.count == 10 ? 1_000_000_000 : 1_000_000)
  }

  /// Nanoseconds of what follows the seconds; nil if it is neither a fraction nor `Z`.
  private static func fraction(_ text: ArraySlice<UInt8>) -> Int64? {
    var rest = text.last == UInt8(ascii: "Z") ? text.dropLast() : text
    guard rest.first == UInt8(ascii: ".") else { return rest.isEmpty ? 0 : nil }
    rest = rest.dropFirst()
    guard (1...9).contains(rest.count), var value = value(rest) else { return nil }
    for _ in rest.count..<9 { value *= 10 }
    return Int64(value)
  }
}
