/// What the items of one field add up to.
struct CronItems {
  /// The values that are named outright.
  var bits: UInt64 = 0
  /// How many items have been read.
  var count = 0
  /// Whether one item is `*`, `*/1` or `?`.
  var isFree = false
  /// Whether the field contains `*`, `/` or `-`.
  var hasMark = false
  /// Whether one item is `*` or runs through its values one by one.
  var hasRunOfOnes = false
  /// Whether one item is a `?`.
  var hasQuestionMark = false
  /// Whether a weekday from 1 to 7 is written as a digit, as Quartz does.
  var hasWeekdayDigit = false
  var remarks: CronRemarks = []

  /// Adds every n-th value between two, which run on over the end of the field if the first is
  /// greater.
  mutating func add(from first: Int, to last: Int, step: Int, of field: CronField) {
    let size = field.size
    let beyond = field.lowest + size
    let end = first <= last ? last : last + size
    var value = first
    while value <= end {
      // A weekday of 7 comes back to 0 here, and so does whatever ran over the end.
      bits |= 1 << UInt64(value < beyond ? value : value - size)
      value += step
    }
  }
}
