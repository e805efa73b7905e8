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
    _ = try Self.set(raw, Self.never)
    self.descriptor = descriptor
  }

  /// Sets the timer to an instant, or to none; what it was set to before is forgotten.
  ///
  /// An instant that is past fires at once. Steps of the clock are reported in either case.
  ///
  /// - Returns: `clockStepped` if the clock was set and nobody has been told yet: the timer is
  ///   armed all the same, and `acknowledge` does not tell that step again. Else nil.
  public borrowing func arm(at instant: Instant?) throws(SystemError) -> WallTimerEvent? {
    // All zero means "disarm" to the kernel, and before 1970 is invalid: both are simply past.
    try Self.set(raw, instant.map { max($0, Instant(microseconds: 1)) } ?? Self.never)
  }

  /// Later than any clock goes.
  ///
  /// A timer that is disarmed instead would forget a step of the clock that nobody was told of.
  private static let never = Instant(microseconds: .max)

  private static func set(
    _ raw: Int32, _ wanted: Instant
  ) throws(SystemError) -> WallTimerEvent? {
    let seconds = wanted.seconds
    let nanoseconds = (wanted.microseconds - seconds * 1_000_000) * 1000
    if ferry_wall_timer_set(raw, seconds, nanoseconds) == 0 { return nil }
    // The timer is armed then, as timerfd_create(2) says in its notes.
    guard errno == ECANCELED else { throw SystemError(errno, "timerfd_settime") }
    return .clockStepped
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
