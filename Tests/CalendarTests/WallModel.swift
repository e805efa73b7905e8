import Calendar
import TestSupport

/// A schedule by its definition: a plain list of the values that each field names.
///
/// Its instants are found by trying every minute: slow, and different from the code under test in
/// every step.
struct WallModel {
  var minutes: Set<Int>
  var hours: Set<Int>
  var days: Set<Int>?
  var months: Set<Int>
  var weekdays: Set<Int>?
  var isRepeating: Bool
  var text: String

  /// A random schedule of whole minutes, and the text of it.
  init(using random: inout SeededRandom) {
    var isRepeating = false
    func field(_ range: ClosedRange<Int>, isHour: Bool = false) -> (Set<Int>, String) {
      let size = range.count
      func value() -> Int { Int.random(in: range, using: &random) }
      switch Int.random(in: 0...4, using: &random) {
      case 0:
        isRepeating = true
        return (Set(range), "*")
      case 1:
        let step = Int.random(in: 2...size, using: &random)
        if !isHour { isRepeating = true }
        return (
          Set(stride(from: range.lowerBound, through: range.upperBound, by: step)), "*/\(step)"
        )
      case 2:
        let (first, last) = (value(), value())
        isRepeating = true
        let length = (last - first + size) % size
        let values = (0...length).map { (first - range.lowerBound + $0) % size + range.lowerBound }
        return (Set(values), "\(first)-\(last)")
      default:
        let values = (0..<Int.random(in: 1...3, using: &random)).map { _ in value() }
        return (Set(values), values.map(String.init).joined(separator: ","))
      }
    }
    let (minutes, minuteText) = field(0...59)
    let (hours, hourText) = field(0...23, isHour: true)
    self.isRepeating = isRepeating
    self.minutes = minutes
    self.hours = hours
    let (days, dayText) = field(1...31)
    let (months, monthText) = field(1...12)
    let (weekdays, weekdayText) = field(0...6)
    let keepsDays = Bool.random(using: &random)
    let keepsMonths = Int.random(in: 0...3, using: &random) == 0
    let keepsWeekdays = Bool.random(using: &random)
    self.days = keepsDays && dayText != "*" ? days : nil
    self.months = keepsMonths ? months : Set(1...12)
    self.weekdays = keepsWeekdays && weekdayText != "*" ? weekdays : nil
    text =
      "0 \(minuteText) \(hourText) \(keepsDays ? dayText : "*") "
      + "\(keepsMonths ? monthText : "*") \(keepsWeekdays ? weekdayText : "*")"
  }

  func matches(_ local: LocalTime) -> Bool {
    guard minutes.contains(local.time.minute), hours.contains(local.time.hour),
      months.contains(local.date.month)
    else { return false }
    switch (days, weekdays) {
    case (nil, nil): return true
    case (let days?, nil): return days.contains(local.date.day)
    case (nil, let weekdays?): return weekdays.contains(local.date.weekday)
    case (let days?, let weekdays?):
      return days.contains(local.date.day) || weekdays.contains(local.date.weekday)
    }
  }

  /// Every instant of the schedule between two others, which are whole minutes.
  func instants(from begin: Instant, to end: Instant, in zone: ZoneRules) -> [Instant] {
    var found: Set<Instant> = []
    for second in stride(from: begin.seconds, to: end.seconds, by: 60) {
      let instant = Instant(seconds: second)
      let local = LocalTime(instant, in: zone)
      if matches(local), isRepeating || zone.instants(of: local).first == instant {
        found.insert(instant)
      }
      if isMadeUp(instant, in: zone) { found.insert(instant) }
    }
    return found.sorted()
  }

  /// Whether a change of the clock at an instant has swallowed something that is to be made up.
  private func isMadeUp(_ instant: Instant, in zone: ZoneRules) -> Bool {
    let jump = zone.offset(at: instant) - zone.offset(at: Instant(seconds: instant.seconds - 1))
    guard jump > 0, jump <= 3 * 3_600 else { return false }
    if isRepeating, hours.contains(LocalTime(instant, in: zone).time.hour) { return false }
    // On a wall that is already ahead, the lost minutes are those just before the change.
    return stride(from: instant.seconds - Int64(jump), to: instant.seconds, by: 60).contains {
      let wall = $0 + Int64(zone.offset(at: instant))
      return matches(LocalTime(Instant(seconds: wall), in: .utc))
    }
  }
}
