import Synchronization

/// A cheap answer to "shall I stop?", asked for each object and each chunk.
final class StopFlag: Sendable {
  private let flag = Atomic(false)

  /// Whether all work shall end at the next object.
  var isSet: Bool {
    flag.load(ordering: .relaxed)
  }

  func set(_ value: Bool) {
    flag.store(value, ordering: .relaxed)
  }
}
