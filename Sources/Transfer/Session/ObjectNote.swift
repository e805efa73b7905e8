public import Migration

/// What became of one object, for the log.
public enum ObjectNote: Hashable, Sendable {
  /// It was moved, and that is recorded.
  case copied(ObjectKey)
  /// It is there already as the job wants it.
  case skipped(ObjectKey)
  /// It could not be moved, and that is recorded.
  case failed(ObjectFailure)
}

/// The port to the log of single objects.
///
/// A session's threads call it, with what a batch has recorded at a time.
public protocol ObjectTeller: Sendable {
  /// Whether it wants to hear of what was moved or skipped as well.
  var wantsAll: Bool { get }

  /// How many of so many objects may be told now; of the others it knows thereby.
  func room(for count: Int) -> Int

  /// Counts objects that nobody could keep until now.
  func omit(_ count: Int)

  /// Takes notes; never waits.
  func tell(_ notes: [ObjectNote])
}
