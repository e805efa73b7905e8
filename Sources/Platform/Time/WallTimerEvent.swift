/// What a `WallTimer` has to say when it wakes its owner.
public enum WallTimerEvent: Hashable, Sendable {
  /// The instant it was set to has come.
  case fired
  /// The wall clock was set: every instant computed from it is to be computed again.
  case clockStepped
}
