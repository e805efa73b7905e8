// The grammar of one item of a list. Each function takes its characters and leaves the place after
// them; what does not end at a comma or a blank is refused by the last check of `item`.

extension CronParser {
  /// Reads one item of a field.
  mutating func item(_ field: CronField, into items: inout CronItems) throws(CronError) {
    let start = text.position
    switch text.next {
    case nil, UInt8(ascii: ","):
      throw text.error(
        at: start, to: start + (text.next == nil ? 0 : 1), field: field,
        reason: "an item of the list is missing", allowed: field.allowed,
        hint: "write a value on both sides of every comma")
    case UInt8(ascii: "*"):
      text.advance()
      try star(field, into: &items)
    case UInt8(ascii: "?"):
      try questionMark(field, into: &items)
    case UInt8(ascii: "L") where field == .dayOfMonth,
      UInt8(ascii: "l") where field == .dayOfMonth:
      try lastDay()
    default:
      try values(field, into: &items)
    }
    guard text.next == nil || text.next == UInt8(ascii: ",") else {
      throw leftover(field, itemStart: start)
    }
  }

  private mutating func star(_ field: CronField, into items: inout CronItems) throws(CronError) {
    items.hasMark = true
    let step = try step(field) ?? 1
    if step == 1 {
      items.isFree = true
      items.hasRunOfOnes = true
    } else {
      items.remarks.formUnion(.unevenStep(step, of: field))
      items.add(
        from: field.lowest, to: field.lowest + field.size - 1, step: step, of: field)
    }
  }

  private mutating func questionMark(
    _ field: CronField, into items: inout CronItems
  ) throws(CronError) {
    let start = text.position
    text.advance()
    guard field.isDay else {
      throw text.error(
        at: start, to: start + 1, field: field, reason: "? is for the two day fields only",
        allowed: field.allowed, hint: "write *")
    }
    guard text.next == nil, items.count == 0 else {
      throw text.error(
        at: start, to: text.endOfItem(at: start), field: field,
        reason: "? must stand alone in its field", hint: "write *, with a step if need be")
    }
    items.isFree = true
    items.hasQuestionMark = true
  }

  /// A value, a range or an open range, each with a step or without; or a special day.
  private mutating func values(_ field: CronField, into items: inout CronItems) throws(CronError) {
    let isDigit = text.next?.isDigit == true
    let first = try value(field)
    if field == .weekday, isDigit, first > 0 { items.hasWeekdayDigit = true }
    if field.isDay, try specialDay(field, value: first) { return }
    var last = first
    let isRange = text.take("-")
    if isRange { last = try value(field) }
    let step = try step(field)
    if isRange || step != nil { items.hasMark = true }
    if (isRange || step != nil) && (step ?? 1) == 1 { items.hasRunOfOnes = true }
    if !isRange, step != nil { last = field.highest }
    items.add(from: first, to: last, step: step ?? 1, of: field)
  }

  /// The number after a `/`, or nil if there is none.
  private mutating func step(_ field: CronField) throws(CronError) -> Int? {
    guard text.take("/") else { return nil }
    let start = text.position
    let count = text.endOfDigits() - start
    guard count > 0 else {
      throw text.error(
        at: start, to: max(text.endOfItem(at: start), start), field: field,
        reason: "a step must be a number", allowed: "a step of 1-\(field.size)")
    }
    guard count <= 2, case let step = text.number(at: start, count: count),
      (1...field.size).contains(step)
    else {
      throw text.error(
        at: start, to: start + count, field: field, reason: "this step is out of range",
        allowed: "a step of 1-\(field.size)",
        hint: count <= 2 && text.number(at: start, count: count) == 0
          ? "a step of 0 goes nowhere; * without a step is every value"
          : "a step cannot be longer than the field; use the next field instead")
    }
    text.advance(by: count)
    return step
  }

  /// A number or a name.
  private mutating func value(_ field: CronField) throws(CronError) -> Int {
    guard let byte = text.next else {
      throw text.error(
        at: text.position, to: text.position, field: field, reason: "a value is missing",
        allowed: field.allowed)
    }
    if byte.isLetter { return try name(field) }
    let start = text.position
    let count = text.endOfDigits() - start
    guard count > 0 else { throw strange(byte, field) }
    guard count <= 2, case let number = text.number(at: start, count: count),
      (field.lowest...field.highest).contains(number)
    else {
      throw text.error(
        at: start, to: start + count, field: field, reason: "this is out of range",
        allowed: field.allowed, hint: field.rangeHint)
    }
    text.advance(by: count)
    return number
  }

  private mutating func name(_ field: CronField) throws(CronError) -> Int {
    let start = text.position
    let count = text.endOfLetters() - start
    // The weekday's name may have an L glued to it: FRIL is the last Friday.
    let isLast =
      field == .weekday && count == 4 && text.packedLetters(at: start + 3, count: 1) == 0x4C
    if count == 3 || isLast {
      switch (CronName(packed: text.packedLetters(at: start, count: 3)), field) {
      case (.month(let value), .month), (.weekday(let value), .weekday):
        text.advance(by: 3)
        return value
      default: break
      }
    }
    throw unknownName(field, start: start, count: count)
  }
}
