import CLinux
import Glibc

/// A state behind a lock, with threads that wait for it to change.
///
/// @unchecked Sendable: `state` is read and written only while `mutex` is held, and the two POSIX
/// objects never move, because they are allocated on their own.
final class Monitor<State>: @unchecked Sendable {
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let changed: UnsafeMutablePointer<pthread_cond_t>
  private var state: State

  init(_ state: sending State) {
    self.state = state
    mutex = .allocate(capacity: 1)
    mutex.initialize(to: pthread_mutex_t())
    pthread_mutex_init(mutex, nil)
    changed = .allocate(capacity: 1)
    changed.initialize(to: pthread_cond_t())
    var attributes = pthread_condattr_t()
    pthread_condattr_init(&attributes)
    // A step of the wall clock must not lengthen a wait.
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    pthread_cond_init(changed, &attributes)
    pthread_condattr_destroy(&attributes)
  }

  deinit {
    pthread_cond_destroy(changed)
    pthread_mutex_destroy(mutex)
    changed.deallocate()
    mutex.deallocate()
  }

  /// Changes the state and wakes all who wait for it.
  func change<Result>(_ body: (inout State) -> Result) -> Result {
    pthread_mutex_lock(mutex)
    defer {
      pthread_cond_broadcast(changed)
      pthread_mutex_unlock(mutex)
    }
    return body(&state)
  }

  /// Looks at the state without waking anybody.
  func look<Result>(_ body: (State) -> Result) -> Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return body(state)
  }

  /// Waits until `body` answers.
  ///
  /// `body` is asked at once, after each change, and when the deadline that it set has passed.
  /// What it changes in the state wakes nobody.
  ///
  /// - Parameter body: Gets the state and a deadline (monotonic nanoseconds) that it may set for the
  ///   next wait; nil waits for a change only.
  func wait<Result>(_ body: (inout State, inout Int64?) -> Result?) -> Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while true {
      var deadline: Int64?
      if let result = body(&state, &deadline) { return result }
      if let deadline {
        var time = timespec(
          tv_sec: Int(deadline / 1_000_000_000), tv_nsec: Int(deadline % 1_000_000_000))
        pthread_cond_timedwait(changed, mutex, &time)
      } else {
        pthread_cond_wait(changed, mutex)
      }
    }
  }
}
