public import Migration

/// What became of one planned folder.
public struct FolderOutcome: Sendable {
  /// The folder's key.
  public var key: ObjectKey
  /// Nil if it is there as it should be.
  public var failure: ObjectFailure?

  /// An outcome.
  public init(key: ObjectKey, failure: ObjectFailure? = nil) {
    self.key = key
    self.failure = failure
  }
}
