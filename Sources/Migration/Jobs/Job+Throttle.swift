public import Calendar

extension JobDefinition {
  /// The limits at an instant.
  ///
  /// - Parameter zone: The rules of the job's zone; nil if they are not there, and then the plain
  ///   limits hold.
  public func limits(at instant: Instant, in zone: ZoneRules?) -> Throttle {
    guard let zone, !throttleIsByHand else { return throttle }
    return windows.limits(at: instant, in: zone, plain: throttle)
  }

  /// When the limits change next, strictly after an instant; nil if they never do.
  public func nextLimits(after instant: Instant, in zone: ZoneRules) -> Instant? {
    guard !throttleIsByHand else { return nil }
    return windows.nextChange(after: instant, in: zone, plain: throttle)
  }
}

extension JobState {
  /// Whether the mover is at work on a run, so that its limits matter.
  public var moves: Bool {
    switch self {
    case .preparing, .doing: true
    case .begin, .launching, .suspended, .closing, .finished, .interrupted, .deleting: false
    }
  }
}
