import Calendar
import Glibc

/// Local time as part of a file's name.
enum LocalTimeText {
  /// Date and time of day without anything between: `20261121154200`.
  static func compact(_ instant: Instant) -> String {
    var seconds = time_t(instant.seconds)
    var parts = tm()
    guard localtime_r(&seconds, &parts) != nil else { return "\(instant.seconds)" }
    let fields = [
      parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec,
    ]
    return "\(parts.tm_year + 1900)" + fields.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined()
  }
}
