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
    switch stage {
    case .events(.start): stage = .events(.suspend)
    case .events(.suspend): stage = .events(.limit)
    case .events(.limit): stage = .ended
    case .ended: return false
    }
    return true
  }
}
