import Synchronization

/// Tells a server that is away from a way that is closed to all.
///
/// Servers of a list can be many; each line fails by itself when its own is away. Only when nothing
/// answers any more has a run to stop: of a list that knows one server when that is away, of others when
/// several are.
final class WebHealth: Sendable {
  private struct State {
    /// Attempts without an answer since the last one.
    var count = 0
    /// The servers of those.
    var silent: Set<String> = []
    /// Servers that have answered.
    var known: Set<String> = []
  }

  private static let attempts = 16
  private static let servers = 3
  private static let most = 64

  private let state = Mutex(State())

  /// A server has answered, whatever it said.
  func answered(_ host: String) {
    state.withLock { state in
      state.count = 0
      state.silent = []
      if state.known.count < Self.most { state.known.insert(host) }
    }
  }

  /// A server has not answered.
  ///
  /// - Returns: Whether there is no sense in asking others.
  func isOutage(silent host: String) -> Bool {
    state.withLock { state in
      state.count += 1
      if state.silent.count < Self.most { state.silent.insert(host) }
      return state.count >= Self.attempts
        && (state.silent.count >= Self.servers || state.known.isSubset(of: state.silent))
    }
  }
}
