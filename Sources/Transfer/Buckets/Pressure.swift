import CLinux

/// How many requests a store gets at once: fewer as soon as it says that they are too many, and then
/// one more after each round that goes well.
///
/// Source: additive increase, multiplicative decrease, as TCP has it (RFC 5681).
final class Pressure: Sendable {
  private struct State {
    var allowed: Double
    var active = 0
    /// When it was lowered last, in monotonic nanoseconds.
    var lowered: Int64 = 0
  }

  private let most: Double
  private let state: Monitor<State>
  private let stop: StopFlag
  /// Answers to requests that were under way already do not lower it again, in nanoseconds.
  private static let settling: Int64 = 500_000_000

  init(most: Int, stop: StopFlag) {
    self.most = Double(most)
    self.stop = stop
    state = Monitor(State(allowed: Double(most)))
  }

  /// Waits until another request may be made.
  ///
  /// - Returns: False if the run stops.
  func enter() -> Bool {
    state.wait { state, deadline in
      if stop.isSet { return false }
      guard Double(state.active) < max(1, state.allowed.rounded(.down)) else {
        // The stop flag wakes nobody here.
        deadline = Self.soon()
        return nil
      }
      state.active += 1
      return true
    }
  }

  /// A request is over.
  ///
  /// - Parameter isPressed: Whether the store asked for fewer.
  func leave(isPressed: Bool) {
    state.change { state in
      state.active -= 1
      guard isPressed else {
        state.allowed = min(most, state.allowed + 1 / state.allowed)
        return
      }
      let now = ferry_monotonic_ns()
      guard now - state.lowered >= Self.settling else { return }
      state.lowered = now
      state.allowed = max(1, state.allowed / 2)
    }
  }

  /// A tenth of a second from now, in monotonic nanoseconds.
  static func soon() -> Int64 { ferry_monotonic_ns() + 100_000_000 }

  /// How many may be under way now.
  var allowed: Int { state.look { Int($0.allowed) } }
}
