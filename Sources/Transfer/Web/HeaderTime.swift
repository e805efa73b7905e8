import Calendar
import Migration

/// An instant as the headers of HTTP have it.
enum HeaderTime {
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// Nanoseconds since 1970 of `Sun, 06 Nov 1994 08:49:37 GMT`; nil for any other text.
  ///
  /// Source: RFC 9110, section 5.6.7; its two obsolete forms have died out.
  static func nanoseconds(of text: String) -> Int64? {
    let words = text.split(separator: " ")
    guard words.count == 6, words[5] == "GMT", let day = Int(words[1]),
      let month = months.firstIndex(of: String(words[2])), let year = Int(words[3]),
      (1...9999).contains(year), (1...31).contains(day),
      let date = CivilDate(year: year, month: month + 1, day: day)
    else { return nil }
    let time = words[4].split(separator: ":").map { Int($0) ?? -1 }
    guard time.count == 3, (0..<24).contains(time[0]), (0..<60).contains(time[1]),
      (0..<61).contains(time[2])
    else { return nil }
    let seconds =
      Int64(date.daysSinceEpoch) * 86_400 + Int64(time[0] * 3600 + time[1] * 60 + time[2])
    return seconds.multipliedClamped(by: 1_000_000_000)
  }
}
