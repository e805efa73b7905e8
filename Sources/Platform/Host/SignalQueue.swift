import CLinux
import Glibc

/// The daemon's signals as something to wait for, instead of handlers that run anywhere.
///
/// Making one blocks SIGTERM, SIGINT and SIGHUP in the calling thread and ignores SIGPIPE in the
/// process. Threads inherit the mask: **make it before any other thread starts**, or a signal may
/// be delivered to a thread that does not block it and end the process. Children inherit it too;
/// whoever spawns one resets its mask.
///
/// Source: signalfd(2), pthread_sigmask(3).
public struct SignalQueue: ~Copyable, Sendable, Pollable {
  private let descriptor: FileDescriptor

  /// The queue's descriptor, for a `Poller`.
  public var raw: Int32 { descriptor.raw }

  /// Blocks the signals and opens the queue.
  public init() throws(SystemError) {
    var set = sigset_t()
    sigemptyset(&set)
    for signal in ServiceSignal.allCases { sigaddset(&set, signal.number) }
    let blocked = pthread_sigmask(SIG_BLOCK, &set, nil)
    guard blocked == 0 else { throw SystemError(blocked, "pthread_sigmask") }
    // A peer that hangs up is an EPIPE of one write, not the end of the daemon.
    guard ferry_ignore_broken_pipes() == 0 else { throw SystemError(errno, "sigaction") }
    let numbers = ServiceSignal.allCases.map(\.number)
    let raw = ferry_signalfd_create(numbers, numbers.count)
    guard raw >= 0 else { throw SystemError(errno, "signalfd") }
    descriptor = FileDescriptor(owning: raw)
  }

  /// Takes the next signal that is waiting; nil if there is none.
  ///
  /// Does not block.
  public borrowing func next() throws(SystemError) -> ReceivedSignal? {
    while true {
      var pid: UInt32 = 0
      var uid: UInt32 = 0
      let number = ferry_signalfd_next(raw, &pid, &uid)
      guard number >= 0 else { throw SystemError(errno, "read", "signalfd") }
      guard number > 0 else { return nil }
      guard let signal = ServiceSignal(number: number) else { continue }
      return ReceivedSignal(
        signal: signal, senderPID: Int32(bitPattern: pid), senderUID: uid)
    }
  }
}
