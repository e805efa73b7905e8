/// One object that a run could not move, and why.
public struct ObjectFailure: Hashable, Sendable {
  /// The object's key.
  public var key: ObjectKey
  /// What it is.
  public var kind: ObjectKind
  /// Bytes, as listed.
  public var size: Int64
  /// Nanoseconds since the epoch, as listed.
  public var modified: Int64
  /// The stable word.
  public var code: FailureCode
  /// A sentence for people, with the system's own error text.
  public var text: String
  /// How often it was tried in this run, from 1.
  public var attempts: Int

  /// A failure as it goes into the ledger.
  public init(
    key: ObjectKey, kind: ObjectKind, size: Int64, modified: Int64, code: FailureCode,
    text: String, attempts: Int = 1
  ) {
    self.key = key
    self.kind = kind
    self.size = size
    self.modified = modified
    self.code = code
    self.text = text
    self.attempts = attempts
  }
}
