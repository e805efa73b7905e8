public import Migration

/// The limits of all runs together, beside each run's own: both must let pass.
///
/// One of them is shared by all sessions of a process. Any thread may call it.
public final class CommonThrottle: Sendable {
  let gate: ThrottleGate

  /// Limits to begin with; none costs nothing.
  public init(_ throttle: Throttle = .none) {
    gate = ThrottleGate(throttle)
  }

  /// Changes the limits; those who wait for the old ones feel it at once.
  public func set(_ throttle: Throttle) {
    gate.set(throttle)
  }
}
