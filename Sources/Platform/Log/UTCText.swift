import Calendar
import Glibc

/// Instants as text for log lines.
enum UTCText {
  /// Date and time of day in UTC to the second: `2026-11-21T15:42:52Z`.
  static func seconds(_ instant: Instant) -> String {
    var seconds = time_t(instant.seconds)
    var parts = tm()
    guard gmtime_r(&seconds, &parts) != nil else { return "@\(instant.seconds)" }
    let date = "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
    return "\(date)T\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))Z"
  }

  private static func two(_ number: Int32) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }
}
