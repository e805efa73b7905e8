// The forms that only the day fields have: L, W and #.

extension CronParser {
  /// `L`, `L-n`, `LW` or `L-nW` as a day of the month.
  mutating func lastDay() throws(CronError) {
    text.advance()
    var offset = 0
    if text.take("-") {
      let start = text.position
      let count = text.endOfDigits() - start
      guard (1...2).contains(count), case let number = text.number(at: start, count: count),
        number <= 30
      else {
        throw text.error(
          at: start, to: max(start + count, text.endOfItem(at: start)), field: .dayOfMonth,
          reason: "this is out of range", allowed: "L-0 to L-30",
          hint: "L-3 is the last day minus three")
      }
      text.advance(by: count)
      offset = number
    }
    if text.take("W") || text.take("w") {
      special.nearestFromLast |= 1 << UInt32(offset)
    } else {
      special.fromLast |= 1 << UInt32(31 - offset)
    }
  }

  /// `nW` as a day of the month, `dL` or `d#n` as a weekday; false if none of these comes next.
  mutating func specialDay(_ field: CronField, value: Int) throws(CronError) -> Bool {
    switch (field, text.next) {
    case (.dayOfMonth, UInt8(ascii: "W")), (.dayOfMonth, UInt8(ascii: "w")):
      text.advance()
      special.nearest |= 1 << UInt32(value)
    case (.weekday, UInt8(ascii: "L")), (.weekday, UInt8(ascii: "l")):
      text.advance()
      special.ordinals |= 1 << UInt64(35 + value % 7)
    case (.weekday, UInt8(ascii: "#")):
      text.advance()
      special.ordinals |= 1 << UInt64((try ordinal() - 1) * 7 + value % 7)
    default:
      return false
    }
    return true
  }

  private mutating func ordinal() throws(CronError) -> Int {
    let start = text.position
    let count = text.endOfDigits() - start
    guard count == 1, case let number = text.number(at: start, count: 1),
      (1...5).contains(number)
    else {
      throw text.error(
        at: start, to: max(start + count, text.endOfItem(at: start)), field: .weekday,
        reason: count == 0 ? "the number after # is missing" : "a month has no such weekday",
        allowed: "#1 to #5", hint: "FRI#2 is the second Friday, FRIL the last one")
    }
    text.advance()
    return number
  }
}
