import CLinux
public import Calendar
import Glibc

/// One timer on the wall clock that also tells when somebody sets the clock.
///
/// It polls as readable when it fired or the clock was stepped. A step cancels the timer's
/// meaning, not the wish behind it: the owner computes its next instant again and arms again.
///
/// Source: timerfd_create(2), `TFD_TIMER_CANCEL_ON_SET`.
public struct WallTimer: ~Copyable, Sendable, Pollable {
  private let descriptor: FileDescriptor

  /// The timer's descriptor, for a `Poller`.
  public var raw: Int32 { descriptor.raw }

  /// A timer that is not armed yet.
  public init() throws(SystemError) {
    let raw = ferry_wall_timer_create()
    guard raw >= 0 else { throw SystemError(errno, "timerfd_create") }
    let descriptor = FileDescriptor(owning: raw)
    // From here on steps of the clock are reported, even before the first `arm`.
    try Self.set(raw, seconds: 0, nanoseconds: 0)
    self.descriptor = descriptor
  }

  /// Sets the timer to an instant, or to none; what it was set to before is forgotten.
  ///
  /// An instant that is past fires at once. Steps of the clock are reported in either case.
  ///
  /// - Returns: `.clockStepped` if the clock was set since the last call of `acknowledge`, which
  ///   will not tell of it any more; the timer is set all the same.
  @discardableResult
  public borrowing func arm(at instant: Instant?) throws(SystemError) -> WallTimerEvent? {
    // All zero means "disarm" to the kernel, and before 1970 is invalid: both are simply past.
    let wanted = instant.map { max($0, Instant(microseconds: 1)) } ?? Instant(microseconds: 0)
    let seconds = wanted.seconds
    let nanoseconds = (wanted.microseconds - seconds * 1_000_000) * 1000
    do throws(SystemError) {
      try Self.set(raw, seconds: seconds, nanoseconds: nanoseconds)
      return nil
    } catch {
      // Linux tells whoever asks first, read(2) or timerfd_settime(2).
      guard error.code == ECANCELED else { throw error }
      return .clockStepped
    }
  }

  private static func set(
    _ raw: Int32, seconds: Int64, nanoseconds: Int64
  ) throws(SystemError) {
    guard ferry_wall_timer_set(raw, seconds, nanoseconds) == 0 else {
      throw SystemError(errno, "timerfd_settime")
    }
  }

  /// Takes note of what happened since the last call; nil if nothing did.
  public borrowing func acknowledge() throws(SystemError) -> WallTimerEvent? {
    var expirations: UInt64 = 0
    let raw = self.raw
    let count = retryingInterrupted { read(raw, &expirations, MemoryLayout<UInt64>.size) }
    if count > 0 { return .fired }
    switch errno {
    case ECANCELED: return .clockStepped
    case EAGAIN: return nil
    default: throw SystemError(errno, "read", "timerfd")
    }
  }
}
