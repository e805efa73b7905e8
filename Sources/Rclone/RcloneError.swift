/// Why rclone has not done what it was asked for.
public struct RcloneError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What kind of trouble it is.
  public enum Kind: Hashable, Sendable {
    /// There is no program, or none that is new enough.
    case program
    /// It cannot be started, or ends again and again.
    case broken
    /// It has ended, or does not answer: the next attempt starts it again.
    case gone
    /// It says no, with a status like HTTP's.
    case refused(status: Int)
    /// Its answer is not what it should be.
    case malformed
    /// The caller wanted to stop.
    case stopped
  }

  /// What kind of trouble it is.
  public let kind: Kind
  /// A sentence: what was wrong, where, and what to do where that is known; never a secret.
  public let description: String

  init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }

  static let stopped = RcloneError(.stopped, "the work stops")
}
