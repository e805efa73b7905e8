public import Calendar

// The slots of both rules. They are instants of the rules; jitter moves when a start slot is acted
// on, never which slot it is. NotBefore and NotAfter bound the starts: a window that is open at
// NotAfter closes as the suspend rule says.

extension ScheduleRule {
  /// The first start slot strictly after an instant; nil if there is none any more.
  public func nextStart(after instant: Instant, in zone: ZoneRules) -> Instant? {
    guard let expression = start?.expression else { return nil }
    var after = instant
    if let notBefore { after = max(after, notBefore.advanced(byMicroseconds: -1)) }
    guard let slot = expression.next(after: after, in: zone) else { return nil }
    if let notAfter, slot > notAfter { return nil }
    return slot
  }

  /// The last start slot at an instant or before it; nil if there was none yet.
  public func lastStart(upTo instant: Instant, in zone: ZoneRules) -> Instant? {
    guard let expression = start?.expression,
      let slot = expression.previous(atOrBefore: min(instant, notAfter ?? instant), in: zone)
    else { return nil }
    if let notBefore, slot < notBefore { return nil }
    return slot
  }

  /// The first suspend slot strictly after an instant, whatever the bounds; nil if there is none.
  public func nextSuspend(after instant: Instant, in zone: ZoneRules) -> Instant? {
    suspend?.expression.next(after: instant, in: zone)
  }

  /// The last suspend slot at an instant or before it, whatever the bounds; nil if there was none.
  public func lastSuspend(upTo instant: Instant, in zone: ZoneRules) -> Instant? {
    suspend?.expression.previous(atOrBefore: instant, in: zone)
  }

  /// Whether the level is "paused" since a start slot: the suspend rule fired then or later.
  public func isClosed(since slot: Instant, now: Instant, in zone: ZoneRules) -> Bool {
    guard let suspend = lastSuspend(upTo: now, in: zone) else { return false }
    return suspend >= slot
  }

  /// How many start slots lie from one slot to another, both counted.
  public func countStarts(from first: Instant, to last: Instant, in zone: ZoneRules) -> Int64 {
    let before = first.advanced(byMicroseconds: -1_000_000)
    return max(1, start?.expression.count(after: before, through: last, in: zone) ?? 1)
  }
}
