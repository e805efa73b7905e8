import Glibc

/// A counter that one thread raises and another waits for, at most ten seconds.
///
/// `@unchecked Sendable`: a pipe's descriptors do not change, and reading and writing one byte is
/// safe from any thread.
final class Events: @unchecked Sendable {
  private var ends: [Int32] = [-1, -1]

  init() {
    precondition(pipe(&ends) == 0)
  }

  deinit {
    close(ends[0])
    close(ends[1])
  }

  func signal() {
    var byte: UInt8 = 1
    precondition(write(ends[1], &byte, 1) == 1)
  }

  /// False if nothing was signalled in time.
  @discardableResult
  func wait() -> Bool {
    var entry = pollfd(fd: ends[0], events: Int16(POLLIN), revents: 0)
    var byte: UInt8 = 0
    return poll(&entry, 1, 10_000) == 1 && read(ends[0], &byte, 1) == 1
  }
}
