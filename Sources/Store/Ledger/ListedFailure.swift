public import Migration

/// A failed object of a run, and what the retries of its family have made of it.
public struct ListedFailure: Hashable, Sendable {
  /// The object, with the newest reason.
  public var failure: ObjectFailure
  /// Whether a retry has moved it since.
  public var isRecovered: Bool
  /// Whether it is a folder whose content is not known, because it could not be listed.
  public var isUnlisted: Bool

  /// A failed object.
  public init(failure: ObjectFailure, isRecovered: Bool = false, isUnlisted: Bool = false) {
    self.failure = failure
    self.isRecovered = isRecovered
    self.isUnlisted = isUnlisted
  }
}
