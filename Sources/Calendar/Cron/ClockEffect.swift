/// What a change of the clock does to one instant of a schedule.
public enum ClockEffect: Hashable, Sendable {
  /// The instant ends a gap and makes up for what was due within it, between two times on the wall.
  case madeUp(from: LocalTime, to: LocalTime)
  /// The wall shows the time twice, and this is the first time.
  case firstPass
  /// The wall shows the time twice, and this is the second time.
  case secondPass
}

extension CronExpression {
  /// What a change of the clock does to an instant of this schedule, nil if it does nothing.
  ///
  /// - Parameters:
  ///   - instant: An instant that `next` or `previous` has found, on a whole second.
  ///   - zone: The zone whose wall the fields describe.
  public func clockEffect(at instant: Instant, in zone: ZoneRules) -> ClockEffect? {
    let second = min(max(Int(instant.seconds), 0), Self.localEnd)
    let cursor = zone.cursor(at: second)
    if cursor.start == second, let lost = lostStretch(before: cursor),
      firstLocal(from: lost.lowerBound) < lost.upperBound
    {
      return .madeUp(
        from: LocalTime(secondsSinceEpoch: cursor.localStartBefore),
        to: LocalTime(secondsSinceEpoch: cursor.localStart))
    }
    guard case .fold(let first, _) = zone.instants(of: LocalTime(instant, in: zone)) else {
      return nil
    }
    return first == Instant(seconds: instant.seconds) ? .firstPass : .secondPass
  }
}
