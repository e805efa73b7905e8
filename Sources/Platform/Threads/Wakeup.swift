import CLinux
import Glibc

/// A bell: any thread rings it, and its owner's `Poller` wakes.
///
/// Rings before the owner answers are one ring. Source: eventfd(2).
public struct Wakeup: ~Copyable, Sendable, Pollable {
  private let descriptor: FileDescriptor

  /// The bell's descriptor, for a `Poller`.
  public var raw: Int32 { descriptor.raw }

  /// A bell that nobody has rung.
  public init() throws(SystemError) {
    let raw = ferry_eventfd_create()
    guard raw >= 0 else { throw SystemError(errno, "eventfd") }
    descriptor = FileDescriptor(owning: raw)
  }

  /// Rings the bell, from any thread.
  public borrowing func ring() {
    var one: UInt64 = 1
    let raw = self.raw
    let count = retryingInterrupted { write(raw, &one, MemoryLayout<UInt64>.size) }
    // EAGAIN means that the counter is full, so the owner is already being woken.
    precondition(count > 0 || errno == EAGAIN, "eventfd write: errno \(errno)")
  }

  /// Silences the bell; true if it had been rung.
  @discardableResult
  public borrowing func silence() -> Bool {
    var rings: UInt64 = 0
    let raw = self.raw
    return retryingInterrupted { read(raw, &rings, MemoryLayout<UInt64>.size) } > 0
  }
}
