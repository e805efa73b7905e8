/// The times of day that an expression names: a set of bits for each of its first three fields.
struct CronTimes: Hashable, Sendable {
  var seconds: UInt64 = 0
  var minutes: UInt64 = 0
  var hours: UInt32 = 0

  /// The first matching second of a day, counted from midnight, from a given one on; nil if the
  /// rest of the day has none.
  func first(from second: Int) -> Int? {
    let hour = second / 3_600
    let minute = second / 60 % 60
    if hours.hasBit(hour) {
      if minutes.hasBit(minute), let found = seconds.lowestBit(from: second % 60) {
        return second - second % 60 + found
      }
      if let found = minutes.lowestBit(from: minute + 1) {
        return hour * 3_600 + found * 60 + seconds.trailingZeroBitCount
      }
    }
    guard let found = hours.lowestBit(from: hour + 1) else { return nil }
    return found * 3_600 + minutes.trailingZeroBitCount * 60 + seconds.trailingZeroBitCount
  }

  /// How many matching seconds of a day come before one, which may be the day's end.
  func count(below second: Int) -> Int {
    let (hour, minute) = (second / 3_600, second / 60 % 60)
    let perMinute = seconds.nonzeroBitCount
    var count = (hours & ((1 << UInt32(hour)) - 1)).nonzeroBitCount * minutes.nonzeroBitCount
    count *= perMinute
    guard hours.hasBit(hour) else { return count }
    count += (minutes & ((1 << UInt64(minute)) - 1)).nonzeroBitCount * perMinute
    guard minutes.hasBit(minute) else { return count }
    return count + (seconds & ((1 << UInt64(second % 60)) - 1)).nonzeroBitCount
  }

  /// The last matching second of a day, up to and with a given one; nil if there is none.
  func last(upTo second: Int) -> Int? {
    let hour = second / 3_600
    let minute = second / 60 % 60
    if hours.hasBit(hour) {
      if minutes.hasBit(minute), let found = seconds.highestBit(upTo: second % 60) {
        return second - second % 60 + found
      }
      if let found = minutes.highestBit(upTo: minute - 1) {
        return hour * 3_600 + found * 60 + seconds.highestBit
      }
    }
    guard let found = hours.highestBit(upTo: hour - 1) else { return nil }
    return found * 3_600 + minutes.highestBit * 60 + seconds.highestBit
  }
}

extension FixedWidthInteger where Self: UnsignedInteger {
  /// Whether a bit is set; the index is within the width.
  func hasBit(_ index: Int) -> Bool {
    (self &>> Self(truncatingIfNeeded: index)) & 1 != 0
  }

  /// The index of the highest bit set; the number is not zero.
  var highestBit: Int {
    Self.bitWidth - 1 - leadingZeroBitCount
  }

  /// The lowest bit set at an index or above it, which may lie beyond the width.
  func lowestBit(from index: Int) -> Int? {
    let rest = self & (Self.max << index)
    return rest == 0 ? nil : rest.trailingZeroBitCount
  }

  /// The highest bit set at an index or below it; the index may be -1.
  func highestBit(upTo index: Int) -> Int? {
    let rest = self & ~(Self.max << (index + 1))
    return rest == 0 ? nil : rest.highestBit
  }
}
