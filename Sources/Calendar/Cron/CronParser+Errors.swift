// What to say about an item that cannot be read.

extension CronParser {
  /// A character that begins no value.
  func strange(_ byte: UInt8, _ field: CronField) -> CronError {
    let start = text.position
    let hint: String? =
      switch byte {
      case UInt8(ascii: "-"), UInt8(ascii: "+"): "numbers have no sign"
      case UInt8(ascii: "/"): "a step needs something in front of it, for example */5"
      case UInt8(ascii: "#"): "write the weekday in front of it, for example FRI#2"
      case UInt8(ascii: "*"): "* is no part of a range or of another item"
      default: nil
      }
    return text.error(
      at: start, to: text.endOfItem(at: start), field: field,
      reason: "this is not a value of the field", allowed: field.allowed, hint: hint)
  }

  /// Letters that are no name of the field.
  func unknownName(_ field: CronField, start: Int, count: Int) -> CronError {
    text.error(
      at: start, to: start + count, field: field, reason: "this is not a value of the field",
      allowed: field.allowed, hint: nameHint(field, start: start, count: count))
  }

  private func nameHint(_ field: CronField, start: Int, count: Int) -> String? {
    let word = text.slice(start, start + count).uppercased()
    switch (word, field) {
    case ("H", _):
      return "H is not supported: choose a number, a different one for each job"
    case ("L", .weekday):
      return "say which: FRIL is the last Friday; L in the day of month is the last day"
    case ("W", .dayOfMonth):
      return "say near which day: 15W, or LW for the last working day"
    case ("L", .dayOfMonth), ("LW", .dayOfMonth):
      return "L is no end of a range: write 31, where shorter months end earlier"
    case ("L", _), ("W", _), ("LW", _):
      return "\(word) belongs in the day of month"
    default: break
    }
    guard count >= 3, let name = CronName(packed: text.packedLetters(at: start, count: 3)) else {
      return nil
    }
    switch (name, field) {
    case (.month(let value), .month): return "write \(CronName.months[value - 1])"
    case (.weekday(let value), .weekday): return "write \(CronName.weekdays[value])"
    case (.month, _): return "months belong in the fifth field"
    case (.weekday, _): return "weekdays belong in the sixth field"
    }
  }

  /// Characters that are left over after an item that is complete without them.
  func leftover(_ field: CronField, itemStart: Int) -> CronError {
    let start = text.position
    let end = text.endOfItem(at: itemStart)
    let item = text.slice(itemStart, end).uppercased()
    let rest = text.slice(start, end).uppercased()
    let hint: String? =
      if rest.hasPrefix("W") {
        field == .dayOfMonth
          ? "W takes a single day, for example 15W" : "W belongs in the day of month"
      } else if rest.hasPrefix("L"), field == .dayOfMonth, !item.hasPrefix("L") {
        "L-5 is the fifth day before the last one"
      } else if rest.hasPrefix("L") || rest.hasPrefix("#") {
        field == .weekday
          ? "L and # take a single weekday, for example FRIL or FRI#2"
          : "L and # belong in the day fields"
      } else if rest.hasPrefix("/") {
        "one step is enough, and L, W and # take none"
      } else if rest.hasPrefix("-") {
        "a range has two ends, each a plain value"
      } else {
        "separate items with a comma, fields with a blank"
      }
    return text.error(
      at: itemStart, to: end, field: field,
      reason: "this item cannot be read beyond "
        + "'\(text.slice(itemStart, start))'", allowed: field.allowed, hint: hint)
  }
}
