import CLinux
import Glibc

/// A thread of its own for work that blocks, which Swift's shared pool must not do.
///
/// All signals but those of a fault are blocked in it, so that SIGTERM and its kin reach the
/// `SignalQueue` only. Letting go of the value without joining lets the thread run on by itself.
public struct OwnThread: ~Copyable, Sendable {
  private let handle: pthread_t

  /// Starts a thread.
  ///
  /// - Parameters:
  ///   - name: Shown by `ps -L` and debuggers; the first 15 bytes count.
  ///   - stackSize: In bytes; rounded up to whole pages and to the least that the system takes.
  ///   - body: What it runs; when it returns, the thread ends.
  /// - Throws: The error of pthread_create(3), such as `EAGAIN` when there are too many threads.
  public init(
    name: String, stackSize: Int = 1 << 20, _ body: @escaping @Sendable () -> Void
  ) throws(SystemError) {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    let page = max(sysconf(Int32(_SC_PAGESIZE)), 4096)
    let least = max(stackSize, Int(sysconf(Int32(_SC_THREAD_STACK_MIN))), 64 << 10)
    let rounded = least / page * page + (least % page == 0 ? 0 : page)
    let sized = pthread_attr_setstacksize(&attributes, rounded)
    guard sized == 0 else { throw SystemError(sized, "pthread_attr_setstacksize") }

    // The new thread inherits the mask, so there is no moment in which it could take a signal.
    var previous = sigset_t()
    var blocked = Self.allButFaults()
    let masked = pthread_sigmask(SIG_SETMASK, &blocked, &previous)
    guard masked == 0 else { throw SystemError(masked, "pthread_sigmask") }
    defer { pthread_sigmask(SIG_SETMASK, &previous, nil) }

    let start = Unmanaged.passRetained(ThreadStart(name: name, body: body))
    var handle = pthread_t()
    let entry: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { pointer in
      guard let pointer else { return nil }
      Unmanaged<ThreadStart>.fromOpaque(pointer).takeRetainedValue().run()
      return nil
    }
    let created = pthread_create(&handle, &attributes, entry, start.toOpaque())
    guard created == 0 else {
      start.release()
      throw SystemError(created, "pthread_create")
    }
    self.handle = handle
  }

  deinit {
    pthread_detach(handle)
  }

  /// Waits until the thread has ended.
  public consuming func join() {
    let handle = self.handle
    discard self
    let result = pthread_join(handle, nil)
    precondition(result == 0, "pthread_join: errno \(result); a thread cannot join itself")
  }

  /// Every signal except those that a thread raises by a fault of its own.
  private static func allButFaults() -> sigset_t {
    var set = sigset_t()
    sigfillset(&set)
    for signal in [SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGSYS, SIGABRT] {
      sigdelset(&set, signal)
    }
    return set
  }
}

/// What a new thread is handed: it carries the closure across the C border.
private final class ThreadStart: Sendable {
  private let name: String
  private let body: @Sendable () -> Void

  init(name: String, body: @escaping @Sendable () -> Void) {
    self.name = name
    self.body = body
  }

  func run() {
    var short = name
    while short.utf8.count > 15 { short.removeLast() }
    // Only a label: without it the thread is as good.
    _ = ferry_name_this_thread(short)
    body()
  }
}
