/// Reads a cron expression from its first character to its last.
struct CronParser: ~Copyable {
  var text: CronText
  var expression = CronExpression()
  /// The special days of both day fields.
  var special = CronDays()

  init(_ text: String) {
    self.text = CronText(text)
  }

  mutating func parse() throws(CronError) -> CronExpression {
    try text.trim()
    do {
      try whole()
    } catch {
      // Nothing is read twice unless it is wrong: then it matters most whether the text as a whole
      // can be an expression.
      var parser = CronParser(text.text)
      try parser.text.trim()
      try parser.checkWhole()
      throw error
    }
    return expression
  }

  private mutating func whole() throws(CronError) {
    try zonePrefix()
    if text.next == UInt8(ascii: "@") {
      try macro()
    } else {
      try fields()
    }
  }

  /// Refuses what is wrong with the text before any of its fields is.
  private mutating func checkWhole() throws(CronError) {
    try text.check()
    try zonePrefix()
    if text.next != UInt8(ascii: "@") {
      try checkPrefix()
      try countFields()
    }
  }

  // MARK: - Fields

  private mutating func fields() throws(CronError) {
    let second = try plainField(.second)
    let minute = try plainField(.minute)
    let hour = try plainField(.hour)
    let dayStart = text.position
    let dayOfMonth = try field(.dayOfMonth)
    expression.months = UInt16(truncatingIfNeeded: try plainField(.month).bits)
    let monthEnd = text.position
    let weekday = try field(.weekday)
    text.skipBlanks()
    guard text.next == nil else {
      throw text.error(at: text.position, to: text.end, reason: "there are more than six fields")
    }

    expression.times = CronTimes(
      seconds: second.bits, minutes: minute.bits, hours: UInt32(truncatingIfNeeded: hour.bits))
    expression.isRepeating =
      second.hasMark || minute.hasMark || hour.hasRunOfOnes || hour.bits == CronField.hour.all
    joinDays(dayOfMonth, weekday)
    guard expression.days.canMatch(inMonths: expression.months) else {
      throw neverComes(from: dayStart, to: monthEnd)
    }
    expression.remarks = second.remarks.union(minute.remarks).union(hour.remarks)
      .union(dayOfMonth.remarks).union(remarks(second, dayOfMonth, weekday))
  }

  /// A field whose free form is simply all of its values.
  private mutating func plainField(_ field: CronField) throws(CronError) -> CronItems {
    var items = try self.field(field)
    if items.isFree { items.bits = field.all }
    return items
  }

  private mutating func field(_ field: CronField) throws(CronError) -> CronItems {
    text.skipBlanks()
    if let items = lonelyItem(field) { return items }
    let whole = text.end
    text.end = text.endOfWord(at: text.position)
    var items = CronItems()
    repeat {
      try item(field, into: &items)
      items.count += 1
    } while text.take(",")
    text.end = whole
    return items
  }

  /// Reads a field that is a star or one number and nothing else, as most are; nil if it is not.
  private mutating func lonelyItem(_ field: CronField) -> CronItems? {
    let start = text.position
    guard start < text.end else { return nil }
    let first = text.character(at: start)
    var items = CronItems()
    if first == UInt8(ascii: "*") {
      guard text.isEndOfWord(at: start + 1) else { return nil }
      items.hasMark = true
      items.isFree = true
      items.hasRunOfOnes = true
      text.advance()
      return items
    }
    guard first.isDigit else { return nil }
    var value = Int(first & 0x0F)
    var length = 1
    if !text.isEndOfWord(at: start + 1) {
      let second = text.character(at: start + 1)
      guard second.isDigit, text.isEndOfWord(at: start + 2) else { return nil }
      value = value * 10 + Int(second & 0x0F)
      length = 2
    }
    guard value >= field.lowest, value <= field.highest else { return nil }
    items.hasWeekdayDigit = field == .weekday && value > 0
    items.bits = 1 << UInt64(field == .weekday && value == 7 ? 0 : value)
    text.advance(by: length)
    return items
  }

  /// Unites both day fields; one that is free adds nothing beside one that is not.
  private mutating func joinDays(_ dayOfMonth: CronItems, _ weekday: CronItems) {
    var days = special
    if dayOfMonth.isFree {
      days = CronDays()
      days.ordinals = special.ordinals
    } else {
      days.days = UInt32(truncatingIfNeeded: dayOfMonth.bits)
    }
    if weekday.isFree {
      days.ordinals = 0
    } else {
      days.weekdays = UInt8(truncatingIfNeeded: weekday.bits)
    }
    let isEverything =
      dayOfMonth.isFree && weekday.isFree || days.days == CronDays.all || days.weekdays == 0x7F
    if isEverything {
      days = CronDays()
      days.days = CronDays.all
    }
    expression.days = days
  }

  private func remarks(
    _ second: CronItems, _ dayOfMonth: CronItems, _ weekday: CronItems
  ) -> CronRemarks {
    var remarks: CronRemarks = []
    if second.bits & (second.bits - 1) != 0 { remarks.insert(.withinMinute) }
    if !dayOfMonth.isFree, !weekday.isFree { remarks.insert(.bothDayFields) }
    if isMissingFromSomeMonth(expression.days) { remarks.insert(.lateDay) }
    if dayOfMonth.hasQuestionMark, weekday.hasWeekdayDigit { remarks.insert(.looksLikeQuartz) }
    return remarks
  }

  /// Whether some month that is asked for has none of the days that are.
  private func isMissingFromSomeMonth(_ days: CronDays) -> Bool {
    guard days.days | days.nearest != 0, days.fromLast | days.nearestFromLast == 0,
      !days.hasWeekday
    else { return false }
    let first = min(days.days.trailingZeroBitCount, days.nearest.trailingZeroBitCount)
    return first > 28
      && (1...12).contains { month in
        expression.months.hasBit(month) && first > CivilDate.days(inMonth: month, ofYear: 2001)
      }
  }

  private func neverComes(from start: Int, to end: Int) -> CronError {
    let months = expression.months
    let hint =
      months == 1 << 2
      ? "February has at most 29 days" : "these months have at most 30 days, February 29"
    return text.error(
      at: text.endOfBlanks(at: start), to: end, field: .dayOfMonth, reason: "this date never comes",
      hint: hint)
  }

  // MARK: - The whole

  private func countFields() throws(CronError) {
    var count = 0
    var place = text.position
    while place < text.end {
      let start = place
      place = text.endOfWord(at: start)
      count += 1
      if count == 7 {
        throw text.error(
          at: start, to: place, reason: "there are more than six fields",
          hint: "there is no field for the year, and none for a command")
      }
      place = text.endOfBlanks(at: place)
    }
    guard count < 6 else { return }
    let hint =
      count == 5
      ? "five fields are classic cron: write 0 in front of them, for the second"
      : "write second, minute, hour, day of month, month and weekday"
    throw text.error(
      at: text.end, to: text.end,
      reason: count == 1 ? "there is only one field" : "there are only \(count) fields",
      allowed: "six fields", hint: hint)
  }

  private mutating func zonePrefix() throws(CronError) {
    guard text.next?.isLetter == true, text.take(word: "CRON_TZ=") || text.take(word: "TZ=") else {
      return
    }
    let start = text.position
    let end = text.endOfWord(at: text.position)
    let name = text.slice(start, end)
    guard CronZoneName.isPlausible(name) else {
      throw text.error(
        at: start, to: end, reason: name.isEmpty ? "the zone is missing" : "this names no zone",
        hint: "write a name of the time zone database, for example Europe/Berlin")
    }
    expression.zoneName = name
    text.advance(by: end - start)
    text.skipBlanks()
    guard text.next != nil else {
      throw text.error(
        at: text.end, to: text.end, reason: "there is a zone but no schedule behind it",
        hint: "write six fields after the zone")
    }
  }

  /// Refuses a first word that is meant to be a prefix: no field has an equals sign.
  private func checkPrefix() throws(CronError) {
    let end = text.endOfWord(at: text.position)
    guard let sign = (text.position..<end).first(where: { text.character(at: $0) == 0x3D }) else {
      return
    }
    let isZone = ["TZ", "CRON_TZ"].contains(text.slice(text.position, sign).uppercased())
    throw text.error(
      at: text.position, to: sign + 1, reason: "this is no prefix of an expression",
      allowed: "TZ=, CRON_TZ=",
      hint: isZone ? "write it in capitals, once" : "settings go elsewhere than in the rule")
  }

  private mutating func macro() throws(CronError) {
    let start = text.position
    let end = text.endOfWord(at: text.position)
    let name = text.slice(start, end)
    guard let fields = CronMacro.fields(of: name) else {
      throw text.error(
        at: start, to: end, reason: "this short form is not supported",
        allowed: CronMacro.all, hint: CronMacro.hint(for: name))
    }
    text.advance(by: end - start)
    text.skipBlanks()
    guard text.next == nil else {
      throw text.error(
        at: text.position, to: text.end, reason: "nothing may follow a short form",
        hint: "\(name) stands for \(fields)")
    }
    var parser = CronParser(fields)
    let zoneName = expression.zoneName
    expression = try parser.parse()
    expression.zoneName = zoneName
  }
}
