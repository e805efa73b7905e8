/// Takes the text of a far-future rule apart; each part is nil if the text does not hold it.
struct PosixRuleScanner {
  private var rest: ArraySlice<UInt8>

  init(_ text: ArraySlice<UInt8>) {
    rest = text
  }

  var isAtEnd: Bool { rest.isEmpty }

  /// Takes one character if it comes next.
  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard let first = rest.first, first == UInt8(ascii: character) else { return false }
    rest.removeFirst()
    return true
  }

  /// A name of three letters or more, or anything plain within angle brackets.
  mutating func name() -> String? {
    let isQuoted = take("<")
    let length = rest.prefix { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"): isQuoted
      default: false
      }
    }.count
    guard length >= 3 else { return nil }
    let name = String(decoding: rest.prefix(length), as: UTF8.self)
    rest.removeFirst(length)
    guard !isQuoted || take(">") else { return nil }
    return name
  }

  /// Seconds east of UTC; the text counts hours west of it.
  mutating func offset() -> Int? {
    guard let seconds = time(hours: 24) else { return nil }
    return -seconds
  }

  /// A day of the year, and a time if it is not two in the morning.
  mutating func change() -> PosixRule.Change? {
    guard let day = day() else { return nil }
    guard take("/") else { return PosixRule.Change(day: day, seconds: 7_200) }
    guard let seconds = time(hours: 167) else { return nil }
    return PosixRule.Change(day: day, seconds: seconds)
  }

  private mutating func day() -> PosixRule.Change.Day? {
    if take("J") {
      guard let number = number(in: 1...365) else { return nil }
      return .julian(number)
    }
    if take("M") {
      guard let month = number(in: 1...12), take("."), let week = number(in: 1...5), take("."),
        let weekday = number(in: 0...6)
      else { return nil }
      return .weekday(month: month, week: week, weekday: weekday)
    }
    guard let number = number(in: 0...365) else { return nil }
    return .zeroBased(number)
  }

  /// `[+-]h[:m[:s]]` in seconds.
  private mutating func time(hours: Int) -> Int? {
    let isNegative = take("-")
    if !isNegative { _ = take("+") }
    guard var seconds = number(in: 0...hours).map({ $0 * 3_600 }) else { return nil }
    if take(":") {
      guard let minutes = number(in: 0...59) else { return nil }
      seconds += minutes * 60
      if take(":") {
        guard let rest = number(in: 0...59) else { return nil }
        seconds += rest
      }
    }
    return isNegative ? -seconds : seconds
  }

  private mutating func number(in range: ClosedRange<Int>) -> Int? {
    var value = 0
    var digits = 0
    while let byte = rest.first, byte >= 0x30, byte <= 0x39, digits < 3 {
      value = value * 10 + Int(byte - 0x30)
      digits += 1
      rest.removeFirst()
    }
    return digits > 0 && range.contains(value) ? value : nil
  }
}
