public import Calendar
import Glibc

/// The clock on the wall: it follows the administrator and NTP, and may step.
public enum WallClock {
  /// What `CLOCK_REALTIME` reads now, in whole microseconds.
  public static func now() -> Instant {
    let time = readClock(CLOCK_REALTIME)
    let seconds = Int64(time.tv_sec)
    return Instant(seconds: seconds).advanced(byMicroseconds: Int64(time.tv_nsec) / 1000)
  }
}

/// Reads a clock that every Linux has; clock_gettime(2) fails only for an unknown clock.
func readClock(_ clock: clockid_t) -> timespec {
  var time = timespec()
  let result = clock_gettime(clock, &time)
  precondition(result == 0, "clock_gettime: errno \(errno)")
  return time
}
