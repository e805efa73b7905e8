import Glibc

/// Waits for a few descriptors at once.
///
/// It holds numbers, not owners: what it watches must live as long as it does.
///
/// Source: poll(2).
public struct Poller {
  private var entries: [pollfd] = []

  /// A poller that watches nothing yet.
  public init() {}

  /// Which of the watched descriptors an answer is about.
  public struct Token: Hashable, Sendable {
    fileprivate let index: Int
  }

  /// Adds something to wait for: until there is something to read, or the other side has hung up.
  public mutating func watch(_ source: borrowing some Pollable & ~Copyable) -> Token {
    watch(raw: source.raw)
  }

  /// Adds a descriptor that a C library owns.
  public mutating func watch(raw: Int32) -> Token {
    entries.append(pollfd(fd: raw, events: Int16(POLLIN), revents: 0))
    return Token(index: entries.count - 1)
  }

  /// Waits until something is ready or the time is over.
  ///
  /// - Parameter milliseconds: How long at most; nil is without end, 0 only looks.
  /// - Returns: What is ready, failed descriptors and hang-ups included, so that the next read
  ///   tells; empty when the time is over.
  public mutating func wait(milliseconds: Int64?) throws(SystemError) -> Set<Token> {
    let deadline = milliseconds.map { limit in
      let (nanoseconds, overflow) = max(limit, 0).multipliedReportingOverflow(by: 1_000_000)
      return MonotonicTime.now().advanced(byNanoseconds: overflow ? .max : nanoseconds)
    }
    while true {
      let count = poll(&entries, nfds_t(entries.count), Self.timeout(until: deadline))
      if count > 0 { break }
      if count < 0 && errno != EINTR { throw SystemError(errno, "poll") }
      // poll(2) counts at most 24 days and rounds; the deadline decides.
      if let deadline, MonotonicTime.now() >= deadline { return [] }
    }
    return Set(entries.indices.filter { entries[$0].revents != 0 }.map { Token(index: $0) })
  }

  /// What is left until a deadline in the milliseconds of poll(2), rounded up.
  private static func timeout(until deadline: MonotonicTime?) -> Int32 {
    guard let deadline else { return -1 }
    let left = max(deadline.nanoseconds(since: .now()), 0)
    let milliseconds = left / 1_000_000 + (left % 1_000_000 == 0 ? 0 : 1)
    return Int32(clamping: milliseconds)
  }
}
