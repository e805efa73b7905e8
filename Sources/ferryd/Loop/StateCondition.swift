import Synchronization

/// What is wrong with the state, from the loop to the doors.
final class StateCondition: Sendable {
  private let problem = Mutex("")

  /// A sentence; empty if nothing is wrong.
  var text: String { problem.withLock { $0 } }

  func set(_ text: String) {
    problem.withLock { if $0 != text { $0 = text } }
  }
}
