extension CronExpression: CustomStringConvertible {
  /// The expression in its normal form, which reads back as an equal value.
  ///
  /// Values are sorted and gathered into ranges and steps, weekdays are names. The three time
  /// fields are written so that they tell an expression that repeats within the day from one that
  /// does not, because clock changes treat them differently.
  public var description: String {
    var fields = [
      list(times.seconds, .second), list(times.minutes, .minute), list(UInt64(times.hours), .hour),
      dayOfMonthText, list(UInt64(months), .month), weekdayText,
    ]
    if isRepeating, !isMarkedAsRepeating(fields) {
      // A range of one value says what a plain value would not.
      let first = times.seconds.trailingZeroBitCount
      let rest = times.seconds & (times.seconds - 1)
      fields[0] = "\(first)-\(first)" + (rest == 0 ? "" : "," + list(rest, .second))
    }
    let text = fields.joined(separator: " ")
    return zoneName.map { "CRON_TZ=\($0) \(text)" } ?? text
  }

  private func isMarkedAsRepeating(_ fields: [String]) -> Bool {
    times.hours == UInt32(truncatingIfNeeded: CronField.hour.all)
      || fields[0...1].contains { $0.utf8.contains { "*-".utf8.contains($0) } }
      || fields[2].utf8.contains(UInt8(ascii: "-"))
  }

  /// The day-of-month field in normal form.
  var dayOfMonthText: String {
    if days.isEveryDay || !days.hasDayOfMonth { return "*" }
    var items: [String] = []
    if days.days != 0 { items.append(list(UInt64(days.days), .dayOfMonth)) }
    for day in 1...31 where days.nearest.hasBit(day) { items.append("\(day)W") }
    for offset in 0...30 {
      let last = offset == 0 ? "L" : "L-\(offset)"
      if days.fromLast.hasBit(31 - offset) { items.append(last) }
      if days.nearestFromLast.hasBit(offset) { items.append(last + "W") }
    }
    return items.joined(separator: ",")
  }

  /// The weekday field in normal form.
  var weekdayText: String {
    if days.isEveryDay || !days.hasWeekday { return "*" }
    var items: [String] = []
    if days.weekdays != 0 { items.append(list(UInt64(days.weekdays), .weekday)) }
    for bit in 0..<42 where days.ordinals.hasBit(bit) {
      let name = CronName.weekdays[bit % 7]
      items.append(bit < 35 ? "\(name)#\(bit / 7 + 1)" : "\(name)L")
    }
    return items.joined(separator: ",")
  }

  /// The values of a set as a list; as ranges too where those say nothing more.
  private func list(_ bits: UInt64, _ field: CronField) -> String {
    let mayUseRanges = isRepeating || field.rawValue > CronField.hour.rawValue
    if mayUseRanges, bits == field.all { return "*" }
    // A step of two hours or more tells nothing about repeating either.
    if mayUseRanges || field == .hour, let step = step(bits, field) { return "*/\(step)" }
    var items: [String] = []
    var rest = bits
    while rest != 0 {
      let first = rest.trailingZeroBitCount
      var last = first
      if mayUseRanges { while last < 63, bits.hasBit(last + 1) { last += 1 } }
      // Two neighbours are shorter as a list, which marks nothing.
      if last == first + 1 { last = first }
      items.append(
        last == first ? name(first, field) : "\(name(first, field))-\(name(last, field))")
      rest &= UInt64.max << (last + 1)
    }
    return items.joined(separator: ",")
  }

  /// The step of which a set is the multiples, if that is shorter to write than the set.
  private func step(_ bits: UInt64, _ field: CronField) -> Int? {
    guard field != .weekday, bits.hasBit(field.lowest), bits.nonzeroBitCount > 2 else { return nil }
    let step = (bits & (bits - 1)).trailingZeroBitCount - field.lowest
    var items = CronItems()
    items.add(from: field.lowest, to: field.highest, step: step, of: field)
    return step > 1 && items.bits == bits ? step : nil
  }

  private func name(_ value: Int, _ field: CronField) -> String {
    field == .weekday ? CronName.weekdays[value] : String(value)
  }
}
