/// Which of two times came first, when one of them is that at which a store took an object in.
///
/// A store keeps whole seconds, and its clock is known to three more from its answers.
public enum StoredOrder: Hashable, Sendable {
  /// The time is clearly before the object was stored.
  case before
  /// They are too close to tell.
  case unclear
  /// The time is clearly after the object was stored.
  case after

  /// Times that are closer are not told apart, in nanoseconds.
  private static let doubt: Int64 = 4_000_000_000

  /// Compares two times of one clock, in nanoseconds since 1970.
  public init(_ time: Int64, toStored stored: Int64) {
    let age = time.subtractingClamped(stored)
    self = age >= Self.doubt ? .after : age <= -Self.doubt ? .before : .unclear
  }
}
