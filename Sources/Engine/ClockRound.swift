import Migration

/// How far all events have been looked at after a step of the clock.
struct ClockRound: Hashable, Sendable {
  /// What is looked at, in this order.
  enum Stage: Hashable, Sendable {
    /// Events of a kind that are to come.
    case events(DueEvent.Kind)
    /// Schedules that a clock ahead of this one took to be over.
    case ended
  }

  /// Where it is.
  private(set) var stage = Stage.events(.start)
  /// The last job of this stage that is done.
  var last: JobID?

  /// Goes on to the next stage; false after the last one.
  mutating func advance() -> Bool {
    last = nil
    guard case .events(let kind) = stage else { return false }
    let kinds = DueEvent.Kind.allCases
    let next = kinds.firstIndex(of: kind).map { $0 + 1 } ?? kinds.endIndex
    stage = next < kinds.endIndex ? .events(kinds[next]) : .ended
    return true
  }
}
