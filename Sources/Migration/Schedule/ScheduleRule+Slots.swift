public import Calendar

// The slots of both rules, within the bounds of the schedule. They are instants of the rules;
// jitter moves when a start slot is acted on, never which slot it is.

extension ScheduleRule {
  /// The first start slot strictly after an instant; nil if there is none any more.
  public func nextStart(after instant: Instant, in zone: ZoneRules) -> Instant? {
    next(start, after: instant, in: zone)
  }

  /// The last start slot at an instant or before it; nil if there was none yet.
  public func lastStart(upTo instant: Instant, in zone: ZoneRules) -> Instant? {
    last(start, upTo: instant, in: zone)
  }

  /// The first suspend slot strictly after an instant; nil if there is none any more.
  public func nextSuspend(after instant: Instant, in zone: ZoneRules) -> Instant? {
    next(suspend, after: instant, in: zone)
  }

  /// The last suspend slot at an instant or before it; nil if there was none yet.
  public func lastSuspend(upTo instant: Instant, in zone: ZoneRules) -> Instant? {
    last(suspend, upTo: instant, in: zone)
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
