import Migration

/// How far all events have been looked at after a step of the clock.
struct ClockRound: Hashable, Sendable {
  /// What is looked at, in this order.
  enum Stage: Hashable, Sendable {
    /// Events of a kind that are to come.
    case events(DueEvent.Kind)
    /// Schedules that a wrong clock took to be over.
    case ended
  }

  /// Where it is.
  var stage: Stage
  /// The last job of this stage that is done.
  var last: JobID?
  /// Whether the store knows that the rest is owed.
  var isRecorded = false

  /// A look at everything.
  init(isRecorded: Bool) {
    (stage, self.isRecorded) = (.events(.start), isRecorded)
  }

  /// A look at ended schedules only.
  static let ended: ClockRound = {
    var round = ClockRound(isRecorded: false)
    round.stage = .ended
    return round
  }()

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
