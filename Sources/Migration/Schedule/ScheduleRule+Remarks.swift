public import Calendar

extension ScheduleRule {
  /// Why a schedule cannot be kept; nil if it can.
  ///
  /// - Parameters:
  ///   - zone: Rules of `timeZone`.
  ///   - instant: The start rule has to fire after it.
  ///   - least: The shortest interval that the daemon allows, in microseconds; the schedule's own
  ///     `minInterval` can only be longer.
  /// - Returns: A sentence that names the instant or the interval.
  public func problem(in zone: ZoneRules, after instant: Instant, least: Int64) -> String? {
    if let notBefore, let notAfter, notAfter < notBefore {
      return "NotAfter, \(zone.text(of: notAfter)), comes before NotBefore, "
        + zone.text(of: notBefore)
    }
    guard let expression = start?.expression else { return nil }
    guard nextStart(after: instant, in: zone) != nil else {
      let bound = notAfter.map { " until \(zone.text(of: $0))" } ?? ""
      return "the start rule never fires\(bound); correct it, or leave it out"
    }
    let least = max(least, minInterval)
    let from = max(instant, notBefore ?? instant)
    if let (seconds, at) = expression.shortestInterval(after: from, in: zone),
      seconds < least / 1_000_000
    {
      return "the start rule fires at \(zone.text(of: at)), "
        + "\(DurationText.text(microseconds: seconds * 1_000_000)) after the time before; "
        + "MinScheduleInterval is \(DurationText.text(microseconds: least))"
    }
    return nil
  }

  /// What its author should know about a schedule that is accepted, a sentence each.
  ///
  /// - Parameters:
  ///   - zone: Rules of `timeZone`.
  ///   - now: The clock changes of the 400 days that follow are looked at.
  public func warnings(in zone: ZoneRules, now: Instant) -> [ScheduleWarning] {
    var warnings: [ScheduleWarning] = []
    for (name, rule) in [(ScheduleWarning.Rule.start, start), (.suspend, suspend)] {
      guard let expression = rule?.expression else { continue }
      let remarks =
        expression.warnings + expression.clockChangeWarnings(after: now, in: zone)
      warnings += remarks.map { ScheduleWarning(name, "the \(name.rawValue) rule: \($0)") }
    }
    if start == nil, suspend != nil {
      let remark = "there is a suspend rule but no start rule: what it pauses waits for a hand"
      warnings.append(ScheduleWarning(.suspend, remark))
    }
    guard let first = nextStart(after: now, in: zone) else {
      guard start != nil else { return warnings }
      warnings.append(ScheduleWarning(.start, "the start rule fires no more: NotAfter is over"))
      return warnings
    }
    if let notAfter, let last = lastStart(upTo: notAfter, in: zone),
      let end = nextSuspend(after: last, in: zone)
    {
      let remark =
        "no start follows the one at \(zone.text(of: last)), by NotAfter: a run that the suspend "
        + "rule pauses at \(zone.text(of: end)) waits for a hand"
      warnings.append(ScheduleWarning(.suspend, remark))
    }
    if let remark = suspendRemark(after: first, in: zone) {
      warnings.append(ScheduleWarning(.suspend, remark))
    }
    return warnings
  }

  /// What is odd about the suspend rule beside the start rule, by the next thousand starts.
  private func suspendRemark(after first: Instant, in zone: ZoneRules) -> String? {
    guard suspend != nil else { return nil }
    guard nextSuspend(after: first, in: zone) != nil else {
      return "the suspend rule never falls after a start: it pauses nothing"
    }
    var slot = first
    for _ in 0..<1_000 {
      guard lastSuspend(upTo: slot, in: zone) == slot else { return nil }
      guard let next = nextStart(after: slot, in: zone) else { break }
      slot = next
    }
    return "the suspend rule falls together with the starts, and a tie is a pause: "
      + "nothing is started"
  }
}
