extension CronExpression {
  /// What the next clock changes of a zone do to the schedule, a sentence each, without a full stop.
  ///
  /// - Parameters:
  ///   - instant: From when on; the changes of the 400 days that follow are looked at.
  ///   - zone: The zone whose wall the fields describe.
  /// - Returns: At most one sentence about a gap and one about a repeated stretch; empty if
  ///   nothing is due in either.
  public func clockChangeWarnings(after instant: Instant, in zone: ZoneRules) -> [String] {
    let after = min(max(Int(instant.seconds), 0), Self.localEnd)
    var cursor = zone.cursor(at: after)
    var gap: String?
    var fold: String?
    while cursor.advance(in: zone), cursor.start <= after + 400 * 86_400,
      max(cursor.localStart, cursor.shownBefore) < Self.localEnd
    {
      gap = gap ?? gapWarning(cursor, in: zone)
      fold = fold ?? foldWarning(cursor, in: zone)
    }
    return [gap, fold].compactMap(\.self)
  }

  private func gapWarning(_ cursor: ZoneCursor, in zone: ZoneRules) -> String? {
    guard let lost = lostStretch(before: cursor),
      firstLocal(from: lost.lowerBound) < lost.upperBound
    else { return nil }
    return "\(change(at: cursor, in: zone)): what is due in between runs once, where the gap ends"
  }

  private func foldWarning(_ cursor: ZoneCursor, in zone: ZoneRules) -> String? {
    let repeated = cursor.localStart..<max(cursor.localStart, cursor.shownBefore)
    guard !isRepeating, firstLocal(from: repeated.lowerBound) < repeated.upperBound else {
      return nil
    }
    return "\(change(at: cursor, in: zone)): what is due in between runs in the first pass only"
  }

  private func change(at cursor: ZoneCursor, in zone: ZoneRules) -> String {
    let before = LocalTime(secondsSinceEpoch: cursor.localStartBefore)
    let after = LocalTime(secondsSinceEpoch: cursor.localStart)
    return "on \(before.date) the clock of \(zone.name) goes from \(before.time) to \(after.time)"
  }
}
