/// Where the pieces of a zone begin to repeat for ever.
struct ZoneCycle: Hashable, Sendable {
  /// Seconds in 400 Gregorian years: a whole number of weeks, so dates and weekdays repeat.
  static let length = 146_097 * 86_400

  /// The index of the first piece that repeats.
  let firstPiece: Int
  /// The first second that repeats, UTC.
  let start: Int

  /// The first second of the first repetition, UTC.
  var end: Int { start + Self.length }
}
