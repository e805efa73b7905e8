import Synchronization

/// Messages from any thread to the one that owns the mailbox.
///
/// `post` never waits for the owner; the owner polls `wakeup` and then drains. Messages of one
/// sender arrive in the order in which it posted them.
public final class Mailbox<Message: Sendable>: Sendable {
  private let messages = Mutex<[Message]>([])
  /// Rings when something was posted into the empty mailbox.
  public let wakeup: Wakeup

  /// An empty mailbox.
  public init() throws(SystemError) {
    wakeup = try Wakeup()
  }

  /// Leaves a message, from any thread.
  public func post(_ message: Message) {
    let wasEmpty = messages.withLock { waiting in
      waiting.append(message)
      return waiting.count == 1
    }
    if wasEmpty { wakeup.ring() }
  }

  /// Takes everything that waits, oldest first.
  ///
  /// For the owner only.
  public func drain() -> [Message] {
    // Silence first: what is posted after the lock finds the mailbox empty and rings again.
    wakeup.silence()
    return messages.withLock { waiting in
      let taken = waiting
      waiting = []
      return taken
    }
  }
}
