/// One of the six fields of a cron expression, in the order in which they are written.
enum CronField: Int, CaseIterable {
  case second, minute, hour, dayOfMonth, month, weekday

  /// The name in messages.
  var name: String {
    switch self {
    case .second: "second"
    case .minute: "minute"
    case .hour: "hour"
    case .dayOfMonth: "day of month"
    case .month: "month"
    case .weekday: "weekday"
    }
  }

  /// The lowest value that may be written.
  var lowest: Int {
    self == .dayOfMonth || self == .month ? 1 : 0
  }

  /// The highest value that may be written; the weekday's 7 is Sunday again.
  var highest: Int {
    switch self {
    case .second, .minute: 59
    case .hour: 23
    case .dayOfMonth: 31
    case .month: 12
    case .weekday: 7
    }
  }

  /// How many different values there are.
  var size: Int {
    self == .weekday ? 7 : highest - lowest + 1
  }

  var isDay: Bool {
    self == .dayOfMonth || self == .weekday
  }

  /// All values, as a set of bits.
  var all: UInt64 {
    (1 << UInt64(size) - 1) << UInt64(lowest)
  }

  /// What may be written, in a message.
  var allowed: String {
    switch self {
    case .second, .minute: "0-59"
    case .hour: "0-23"
    case .dayOfMonth: "1-31, L, L-n, W, ?"
    case .month: "1-12, JAN-DEC"
    case .weekday: "0-7, SUN-SAT, L, #, ?"
    }
  }

  /// What to know about the value just beyond the range.
  var rangeHint: String {
    switch self {
    case .second, .minute: "the last \(name) is 59, the first 0"
    case .hour: "midnight is 0"
    case .dayOfMonth: "days count from 1; L is the last day of the month"
    case .month: "January is 1"
    case .weekday: "Sunday is 0 or 7, Monday is 1"
    }
  }
}
