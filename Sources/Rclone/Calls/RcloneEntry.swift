import Calendar

/// What rclone says of a file or folder.
public struct RcloneEntry: Sendable {
  /// Its name in its folder, in rclone's standard form.
  public let name: String
  /// Its length in bytes; -1 if that is not known.
  public let size: Int64
  /// When it was modified, in nanoseconds since 1970.
  public let modified: Int64
  /// Whether it is a folder.
  public let isFolder: Bool

  init?(_ json: JSON) {
    guard let name = json["Name"]?.text, let isFolder = json["IsDir"]?.flag,
      let size = json["Size"]?.number
    else { return nil }
    self.name = name
    self.isFolder = isFolder
    self.size = size
    modified = json["ModTime"]?.text.flatMap { Self.time($0) } ?? 0
  }

  /// Reads `2026-11-22T06:10:06.662767074Z`, or with an offset (RFC 3339).
  static func time(_ text: String) -> Int64? {
    let bytes = Array(text.utf8)
    func number(_ range: Range<Int>) -> Int? {
      guard range.upperBound <= bytes.count else { return nil }
      return Int(String(decoding: bytes[range], as: UTF8.self))
    }
    guard bytes.count >= 20, let year = number(0..<4), let month = number(5..<7),
      let day = number(8..<10), let date = CivilDate(year: year, month: month, day: day),
      let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19)
    else { return nil }
    var rest = bytes[19...]
    var fraction: Int64 = 0
    if rest.first == UInt8(ascii: ".") {
      let digits = rest.dropFirst().prefix { (0x30...0x39).contains($0) }
      rest = rest.dropFirst(1 + digits.count)
      for index in 0..<9 {
        let digit = index < digits.count ? digits[digits.startIndex + index] - 0x30 : 0
        fraction = fraction * 10 + Int64(digit)
      }
    }
    var offset: Int64 = 0
    if rest.first != UInt8(ascii: "Z") {
      let start = rest.startIndex
      guard rest.count == 6, let hours = number(start + 1..<start + 3),
        let minutes = number(start + 4..<start + 6)
      else { return nil }
      offset = Int64(hours * 3_600 + minutes * 60) * (rest.first == UInt8(ascii: "-") ? -1 : 1)
    }
    let seconds =
      Int64(date.daysSinceEpoch) * 86_400 + Int64(hour * 3_600 + minute * 60 + second) - offset
    let (whole, isTooMuch) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    guard !isTooMuch else { return seconds < 0 ? .min : .max }
    let (sum, isOver) = whole.addingReportingOverflow(fraction)
    return isOver ? .max : sum
  }
}
