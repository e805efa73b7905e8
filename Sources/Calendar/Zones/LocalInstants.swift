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
