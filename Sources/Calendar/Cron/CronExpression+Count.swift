extension CronExpression {
  /// How many instants of the schedule lie strictly after one instant, up to and with another.
  ///
  /// The same instants as `next` gives one by one; the time it takes depends on the days between
  /// them, not on the instants.
  ///
  /// - Parameters:
  ///   - instant: Any instant; a fraction of a second is dropped.
  ///   - last: Any instant; a fraction of a second is dropped.
  ///   - zone: The zone whose wall the fields describe.
  public func count(
    after instant: Instant, through last: Instant, in zone: ZoneRules
  ) -> Int64 {
    let after = min(max(Int(instant.seconds), -Self.twoDays), Self.localEnd + Self.twoDays)
    let until = min(max(Int(last.seconds), -Self.twoDays), Self.localEnd + Self.twoDays)
    var cursor = zone.cursor(at: after)
    var from = after + cursor.offset + 1
    if !isRepeating { from = max(from, cursor.shownBefore) }
    var count = 0
    while true {
      count += countLocal(from: from, to: min(cursor.localEnd, until + cursor.offset + 1))
      guard cursor.end <= until, cursor.advance(in: zone) else { return Int64(count) }
      from = startOfWindow(cursor)
      // What a gap swallowed is one instant, together with what is due when the gap ends.
      if let lost = lostStretch(before: cursor),
        firstLocal(from: lost.lowerBound) < lost.upperBound
      {
        count += 1
        from = max(from, cursor.localStart + 1)
      }
    }
  }
}
