import CLinux
import Glibc

/// One thread of the system for blocking work; Swift's own pool must never block.
///
/// @unchecked Sendable: the only stored property is set once, and read by the one who joins.
final class WorkerThread: @unchecked Sendable {
  private let identity: pthread_t

  /// What the new thread takes over.
  private final class Start {
    let body: () -> Void
    init(_ body: @escaping () -> Void) { self.body = body }
  }

  /// Starts a thread.
  ///
  /// - Parameters:
  ///   - name: At most 15 bytes, as `ps` shows it.
  ///   - body: Runs on the new thread; signals are blocked there.
  /// - Throws: EAGAIN when the system has no room for another thread.
  init(_ name: String, _ body: @escaping @Sendable () -> Void) throws(ObjectError) {
    let start = Unmanaged.passRetained(Start(body))
    var all = sigset_t()
    var before = sigset_t()
    sigfillset(&all)
    // The thread inherits the mask: a signal of the daemon belongs to its main thread.
    pthread_sigmask(SIG_BLOCK, &all, &before)
    var created = pthread_t()
    let code = pthread_create(
      &created, nil,
      { raw in
        if let raw { Unmanaged<Start>.fromOpaque(raw).takeRetainedValue().body() }
        return nil
      }, start.toOpaque())
    pthread_sigmask(SIG_SETMASK, &before, nil)
    guard code == 0 else {
      start.release()
      throw ObjectError("start a thread for", .destination, code)
    }
    identity = created
    ferry_name_thread(created, name)
  }

  /// Lets the thread end by itself; to be called once, in place of `join`.
  func leave() {
    pthread_detach(identity)
  }

  /// Waits for the thread's end; to be called once, from another thread.
  func join() {
    pthread_join(identity, nil)
  }

  /// Whether the caller runs on this thread.
  var isCurrent: Bool {
    pthread_equal(identity, pthread_self()) != 0
  }
}
