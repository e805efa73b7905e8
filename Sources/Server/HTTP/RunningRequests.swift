internal import Glibc

/// The count of requests between the end of their headers and the end of their answer, and
/// whether new ones are still taken.
///
/// `@unchecked Sendable`: `count` and `isStopping` are touched only while `lock` is held, the two
/// pointers never change, and they are freed when nobody has the object any more.
final class RunningRequests: @unchecked Sendable {
  private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let ended = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var count = 0
  private var isStopping = false

  init() {
    pthread_mutex_init(lock, nil)
    var attributes = pthread_condattr_t()
    pthread_condattr_init(&attributes)
    // Waiting must not grow or shrink when somebody sets the clock.
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    pthread_cond_init(ended, &attributes)
    pthread_condattr_destroy(&attributes)
  }

  deinit {
    pthread_cond_destroy(ended)
    pthread_mutex_destroy(lock)
    ended.deallocate()
    lock.deallocate()
  }

  /// Counts a request in; false if the server is stopping and the request is to be sent away.
  ///
  /// It is counted in either case: its answer has to get out.
  func begin() -> Bool {
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    count += 1
    return !isStopping
  }

  /// Counts a request out.
  func end() {
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    count -= 1
    if count == 0 { pthread_cond_broadcast(ended) }
  }

  /// Whether requests that begin are taken.
  var isTaking: Bool {
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    return !isStopping
  }

  /// From now on, requests that begin are sent away.
  func stopTaking() {
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    isStopping = true
  }

  /// Waits until no request runs, at most so many seconds; whether that came to be.
  func waitForNone(seconds: UInt32) -> Bool {
    var deadline = timespec()
    clock_gettime(CLOCK_MONOTONIC, &deadline)
    deadline.tv_sec += Int(seconds)
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    while count > 0 {
      if pthread_cond_timedwait(ended, lock, &deadline) == ETIMEDOUT { return count == 0 }
    }
    return true
  }
}
