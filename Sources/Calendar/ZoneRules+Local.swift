/// The instants at which a wall shows a local time.
public enum LocalInstants: Hashable, Sendable {
  /// The wall shows it once.
  case one(Instant)
  /// The wall never shows it; the instant is the first one after the gap.
  case gap(end: Instant)
  /// The wall shows it twice, as after the end of summer time.
  case fold(first: Instant, second: Instant)

  /// The first instant at which the wall shows the time, or the end of the gap that swallowed it.
  public var first: Instant {
    switch self {
    case .one(let instant), .gap(let instant), .fold(let instant, _): instant
    }
  }
}

extension ZoneRules {
  /// The instants at which the wall of this zone shows a local time.
  ///
  /// A time shown more than twice, which no zone on Earth has had, gives its first two instants.
  public func instants(of local: LocalTime) -> LocalInstants {
    let wanted = local.secondsSinceEpoch
    // No offset is two days long: what the wall shows now, it showed within that distance.
    var cursor = cursor(at: wanted - 2 * 86_400)
    var first: Instant?
    while true {
      if cursor.localStart <= wanted, wanted < cursor.localEnd {
        let instant = Instant(seconds: Int64(wanted - cursor.offset))
        if let first { return .fold(first: first, second: instant) }
        first = instant
      }
      let localEnd = cursor.localEnd
      guard cursor.start <= wanted + 2 * 86_400, cursor.advance(in: self) else { break }
      if first == nil, localEnd <= wanted, wanted < cursor.localStart {
        return .gap(end: Instant(seconds: Int64(cursor.start)))
      }
    }
    // The pieces leave nothing out but gaps, so one of them has been found.
    return .one(first ?? Instant(seconds: Int64(wanted)))
  }

  /// An instant as this zone's wall shows it, with the offset: `2024-02-29T02:30:00+01:00`.
  ///
  /// Fractions of a second are dropped. Seconds of an offset are kept: `+00:53:28`.
  public func text(of instant: Instant) -> String {
    let offset = offset(at: instant)
    let size = CivilTime(clamping: abs(offset))
    let hours = abs(offset) / 3_600
    let seconds = size.second == 0 ? "" : ":\(padded(size.second, 2))"
    let sign = offset < 0 ? "-" : "+"
    return "\(LocalTime(instant, in: self))\(sign)\(padded(hours, 2))"
      + ":\(padded(abs(offset) / 60 % 60, 2))\(seconds)"
  }
}
