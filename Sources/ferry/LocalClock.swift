import Calendar
import Glibc

/// Times on this machine's wall, as `TZ` or /etc/localtime say.
enum LocalClock {
  /// `2026-11-21 16:42:00`; `-` for nil.
  static func text(_ instant: Instant?) -> String {
    guard let instant else { return "-" }
    var seconds = time_t(instant.seconds)
    var parts = tm()
    // localtime_r(3) fails only for years that do not fit into an Int32.
    guard localtime_r(&seconds, &parts) != nil else { return "-" }
    let date = CivilDate(
      year: Int(parts.tm_year) + 1900, month: Int(parts.tm_mon) + 1, day: Int(parts.tm_mday))
    let time = CivilTime(
      hour: Int(parts.tm_hour), minute: Int(parts.tm_min), second: min(Int(parts.tm_sec), 59))
    guard let date, let time else { return "-" }
    return "\(date) \(time)"
  }

  /// What the wall shows now.
  static var now: String {
    text(Instant(seconds: Int64(Glibc.time(nil))))
  }
}
