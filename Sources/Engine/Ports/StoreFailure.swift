/// Why the store could not do what it was asked.
public struct StoreFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// What kind of trouble it is, which decides what is done about it.
  public let kind: Kind
  /// What was wrong, where, and what to do.
  public let message: String

  /// A failure with its message.
  public init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }

  /// Kinds of trouble.
  public enum Kind: Hashable, Sendable {
    /// No space; the same call may go through later.
    case full
    /// Another process holds the lock; the same call may go through later.
    case busy
    /// What is read is not what was written.
    case corrupt
    /// A uniqueness rule: somebody else was first.
    case conflict
    /// Anything else.
    case failed
  }

  /// Whether it is about the whole store and may pass by itself: nothing can be recorded so long.
  var isForAll: Bool { kind == .full || kind == .busy }

  /// The message.
  public var description: String { message }
}
