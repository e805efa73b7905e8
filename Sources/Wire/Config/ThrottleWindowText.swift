public import Migration

/// Limits by the time of day as people and clients write them: `08:00-18:00 10M 100/s`.
///
/// First the window in hours and minutes of the wall, then a bandwidth, or objects per second with
/// `/s` behind them, or both.
public enum ThrottleWindowText {
  /// A window as it is read back.
  public static func text(_ window: ThrottleWindow) -> String {
    var text = "\(clock(window.start))-\(clock(window.end))"
    if let bits = window.bitsPerSecond { text += " \(JobFile.bandwidth(bits))" }
    if let objects = window.objectsPerSecond { text += " \(objects)/s" }
    return text
  }

  /// Reads one window.
  ///
  /// - Throws: `ValueProblem` for what is none.
  public static func window(_ text: String) throws(ValueProblem) -> ThrottleWindow {
    let parts = text.split { $0 == " " || $0 == "\t" }
    guard let hours = parts.first else { throw problem(with: text, "it is empty") }
    let edges = hours.split(separator: "-", omittingEmptySubsequences: false).map(minute)
    guard edges.count == 2, let start = edges[0], let end = edges[1], start < ThrottleWindow.day
    else {
      throw problem(with: text, "'\(hours.prefix(40))' is no stretch of the day")
    }
    guard start != end else {
      throw problem(with: text, "it ends where it begins; the whole day is 00:00-24:00")
    }
    var (bits, objects): (Int64?, Int64?)
    for part in parts.dropFirst() {
      if part.hasSuffix("/s") {
        guard objects == nil else { throw problem(with: text, "it names objects/s twice") }
        objects = try ConfigValue.whole(String(part.dropLast(2)), in: 0...Int64.max)
      } else {
        guard bits == nil else { throw problem(with: text, "it names a bandwidth twice") }
        bits = try ConfigValue.bandwidth(String(part))
      }
    }
    guard
      let window = ThrottleWindow(
        start: start, end: end, bitsPerSecond: bits, objectsPerSecond: objects)
    else { throw problem(with: text, "it names no limit") }
    return window
  }

  /// Reads windows by commas; whether they clash is not looked at.
  ///
  /// - Throws: `ValueProblem` for the first that is none.
  public static func list(_ text: String) throws(ValueProblem) -> [ThrottleWindow] {
    var windows: [ThrottleWindow] = []
    for part in ConfigValue.list(text) { windows.append(try window(part)) }
    return windows
  }

  /// Puts windows together.
  ///
  /// - Throws: `ValueProblem` if they are too many or have a minute in common.
  public static func windows(
    _ windows: [ThrottleWindow]
  ) throws(ValueProblem) -> ThrottleWindows {
    guard windows.count <= ThrottleWindows.most else {
      throw ValueProblem("has more than \(ThrottleWindows.most) windows")
    }
    if let clash = clash(in: windows) { throw ValueProblem(clash.problem) }
    return ThrottleWindows(windows) ?? .none
  }

  /// What is wrong with windows beside one another, and the place of the second; nil if nothing is.
  static func clash(in windows: [ThrottleWindow]) -> (second: Int, problem: String)? {
    guard let clash = ThrottleWindows.clash(in: windows) else { return nil }
    let (first, second) = (text(windows[clash.first]), text(windows[clash.second]))
    return (clash.second, "'\(second)' overlaps '\(first)'; one limit holds at a time")
  }

  private static func problem(with text: String, _ why: String) -> ValueProblem {
    ValueProblem(
      "\(ConfigValue.shown(text)) is no window: \(why); allowed: '08:00-18:00 10M', "
        + "'18:00-24:00 50M 100/s', '22:00-06:00 0'")
  }

  /// `HH:MM` as a minute of the day, `24:00` as 1440; nil for anything else.
  private static func minute(_ text: Substring) -> Int? {
    let bytes = Array(text.utf8)
    guard bytes.count == 5, bytes[2] == UInt8(ascii: ":") else { return nil }
    let digits = [bytes[0], bytes[1], bytes[3], bytes[4]].map { Int($0) - 0x30 }
    guard digits.allSatisfy({ (0...9).contains($0) }) else { return nil }
    let (hour, minute) = (digits[0] * 10 + digits[1], digits[2] * 10 + digits[3])
    guard minute < 60, hour < 24 || (hour == 24 && minute == 0) else { return nil }
    return hour * 60 + minute
  }

  private static func clock(_ minute: Int) -> String {
    [minute / 60, minute % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
  }
}
