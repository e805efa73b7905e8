public import Calendar

/// The coming instants of a start rule and of a suspend rule, as people are told them.
public struct RulesPreview: Sendable {
  private let start: CronExpression
  private let suspend: CronExpression?
  private let zone: ZoneRules

  /// A preview of rules in the zone in which both are read.
  public init(start: CronExpression, suspend: CronExpression? = nil, zone: ZoneRules) {
    self.start = start
    self.suspend = suspend
    self.zone = zone
  }

  /// Starts after an instant, soonest first, with the suspends between them.
  ///
  /// Of suspends that follow each other only the first is told: the rest change nothing.
  ///
  /// - Parameters:
  ///   - instant: All instants are later than this one.
  ///   - count: How many starts.
  public func instants(after instant: Instant, count: Int) -> [NextStart] {
    var rows: [NextStart] = []
    var last = instant
    var pause = suspend?.next(after: instant, in: zone)
    for _ in 0..<count {
      guard let next = start.next(after: last, in: zone) else { break }
      if let pause, pause < next { rows.append(row(pause, suspend, rule: "suspend")) }
      var told = row(next, start, rule: "start")
      pause = suspend?.next(after: next.advanced(byMicroseconds: -1), in: zone)
      if pause == next { told.add(note: "the suspend rule fires in the same second and wins") }
      rows.append(told)
      last = next
    }
    if let pause { rows.append(row(pause, suspend, rule: "suspend")) }
    NextStart.markClockChanges(in: &rows, after: instant, zone: zone)
    return rows
  }

  /// What the authors of the rules should know, a sentence each.
  ///
  /// - Parameter instant: Clock changes after it are looked at.
  public func warnings(after instant: Instant) -> [String] {
    var warnings = start.warnings + start.clockChangeWarnings(after: instant, in: zone)
    if let suspend {
      warnings +=
        (suspend.warnings + suspend.clockChangeWarnings(after: instant, in: zone))
        .map { "suspend rule: \($0)" }
    }
    return warnings
  }

  private func row(_ instant: Instant, _ rule: CronExpression?, rule name: String) -> NextStart {
    var row = NextStart(instant, of: rule, in: zone)
    row.rule = name
    return row
  }
}
