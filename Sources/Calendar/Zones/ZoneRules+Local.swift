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
    let size = abs(offset)
    let seconds = size % 60 == 0 ? "" : ":\(padded(size % 60, 2))"
    let sign = offset < 0 ? "-" : "+"
    return "\(LocalTime(instant, in: self))\(sign)\(padded(size / 3_600, 2))"
      + ":\(padded(size / 60 % 60, 2))\(seconds)"
  }
}
