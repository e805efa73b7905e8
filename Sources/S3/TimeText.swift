import Calendar

/// Instants as object stores write them.
enum TimeText {
  /// `2009-10-12T17:50:30.000Z` with any number of decimals, as lists have it; nil for anything else.
  static func instant(ofISO text: some RandomAccessCollection<UInt8>) -> Instant? {
    var reader = DigitReader(text)
    guard let year = reader.number(4), reader.skip("-"), let month = reader.number(2),
      reader.skip("-"), let day = reader.number(2), reader.skip("T"),
      let hour = reader.number(2), reader.skip(":"), let minute = reader.number(2),
      reader.skip(":"), let second = reader.number(2),
      let date = CivilDate(year: year, month: month, day: day),
      hour < 24, minute < 60, second < 61
    else { return nil }
    var micros: Int64 = 0
    if reader.skip(".") {
      guard let fraction = reader.fraction(digits: 6) else { return nil }
      micros = fraction
    }
    guard reader.skip("Z"), reader.isAtEnd else { return nil }
    let seconds = Int64(date.daysSinceEpoch) * 86_400 + Int64(hour * 3600 + minute * 60 + second)
    return Instant(seconds: seconds).advanced(byMicroseconds: micros)
  }

  /// `Wed, 12 Oct 2009 17:50:00 GMT`, as headers have it; nil for anything else.
  static func instant(ofHeader text: String) -> Instant? {
    let bytes = Array(text.utf8)
    guard bytes.count == 29, text.hasSuffix(" GMT") else { return nil }
    var reader = DigitReader(bytes[5...])
    guard let day = reader.number(2), reader.skip(" ") else { return nil }
    let name = String(decoding: bytes[8..<11], as: UTF8.self)
    guard let month = months.firstIndex(of: name) else { return nil }
    reader = DigitReader(bytes[11...])
    guard reader.skip(" "), let year = reader.number(4), reader.skip(" "),
      let hour = reader.number(2), reader.skip(":"), let minute = reader.number(2),
      reader.skip(":"), let second = reader.number(2), hour < 24, minute < 60, second < 61,
      let date = CivilDate(year: year, month: month + 1, day: day)
    else { return nil }
    let time = Int64(hour * 3600 + minute * 60 + second)
    return Instant(seconds: Int64(date.daysSinceEpoch) * 86_400 + time)
  }

  /// An instant for people, to the second: `2026-11-22 03:04:05 UTC`.
  static func text(of instant: Instant) -> String {
    let seconds = instant.seconds
    let days = Int(seconds / 86_400) - (seconds % 86_400 < 0 ? 1 : 0)
    let date = CivilDate(daysSinceEpoch: days)
    let second = Int(seconds - Int64(days) * 86_400)
    let time = CivilTime(hour: second / 3600, minute: second / 60 % 60, second: second % 60)
    return "\(date) \(time ?? .midnight) UTC"
  }

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
}

/// Reads digits and marks from the start of a text.
struct DigitReader<Text: RandomAccessCollection<UInt8>> {
  private let text: Text
  private var position: Text.Index

  init(_ text: Text) {
    self.text = text
    position = text.startIndex
  }

  var isAtEnd: Bool { position == text.endIndex }

  /// A number of exactly so many digits.
  mutating func number(_ digits: Int) -> Int? {
    var value = 0
    for _ in 0..<digits {
      guard let digit = digit() else { return nil }
      value = value * 10 + Int(digit)
    }
    return value
  }

  /// One or more digits after a point, as a whole number of the unit that has so many digits; what
  /// is finer is cut.
  mutating func fraction(digits: Int) -> Int64? {
    guard var value = digit().map(Int64.init) else { return nil }
    var count = 1
    while let digit = digit() {
      if count < digits { value = value * 10 + Int64(digit) }
      count += 1
    }
    while count < digits {
      value *= 10
      count += 1
    }
    return value
  }

  /// Whether the mark stands here, which is then passed.
  mutating func skip(_ mark: Unicode.Scalar) -> Bool {
    guard position != text.endIndex, text[position] == UInt8(ascii: mark) else { return false }
    position = text.index(after: position)
    return true
  }

  mutating func digit() -> UInt8? {
    guard position != text.endIndex, (0x30...0x39).contains(text[position]) else { return nil }
    defer { position = text.index(after: position) }
    return text[position] - 0x30
  }
}
