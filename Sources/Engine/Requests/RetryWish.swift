/// What a request for a retry brings along.
public struct RetryWish: Hashable, Sendable {
  /// The sub-job's ID on the wire, a fresh UUID.
  public var version: String
  /// Whether it is started at once.
  public var starts: Bool
  /// What was found outside the database.
  public var look: RetryLook

  /// A wish.
  public init(version: String, starts: Bool = true, look: RetryLook) {
    self.version = version
    self.starts = starts
    self.look = look
  }
}
