internal import Glibc
internal import Platform
internal import Synchronization

/// Ends connections on which a whole request does not come in time.
///
/// The library's own limit is one for silence: a client that sends a byte now and then would hold
/// its connection for hours, and a few hundred of them would shut everybody else out.
final class SlowClients: Sendable {
  private struct State {
    /// When each connection has to have brought a request, by its descriptor.
    var deadlines: [Int32: MonotonicTime] = [:]
    var isOver = false
  }

  private let state = Mutex(State())
  private let nanoseconds: Int64

  init(seconds: UInt32) {
    nanoseconds = Int64(seconds) * 1_000_000_000
  }

  /// The connection is to bring its next request from now on.
  func expect(_ descriptor: Int32) {
    guard descriptor >= 0 else { return }
    let deadline = MonotonicTime.now().advanced(byNanoseconds: nanoseconds)
    state.withLock { $0.deadlines[descriptor] = deadline }
  }

  /// The connection has brought its request.
  func rest(_ descriptor: Int32) {
    state.withLock { state in _ = state.deadlines.removeValue(forKey: descriptor) }
  }

  /// The connection is about to be closed, and its number may become another's.
  func forget(_ descriptor: Int32) { rest(descriptor) }

  /// Shuts down the connections that are late; the library closes them then.
  ///
  /// Under the lock, for a descriptor is forgotten before it is closed: none that is in the table
  /// can be another's.
  func end(at now: MonotonicTime) {
    state.withLock { state in
      for (descriptor, deadline) in state.deadlines where deadline <= now {
        shutdown(descriptor, Int32(SHUT_RDWR))
        state.deadlines[descriptor] = nil
      }
    }
  }

  /// Looks once a second until `stop`; on a thread of its own.
  func run() {
    while !state.withLock({ $0.isOver }) {
      end(at: .now())
      var pause = timespec(tv_sec: 0, tv_nsec: 500_000_000)
      // Woken by a signal it looks a little earlier.
      nanosleep(&pause, nil)
    }
  }

  /// No look begins any more.
  func stop() { state.withLock { $0.isOver = true } }
}
