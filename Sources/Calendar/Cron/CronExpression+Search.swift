// What a clock change does to a schedule. An expression that repeats within the day follows elapsed
// time: it loses what a gap swallows and runs in both passes of a repeated hour, and only if the gap
// took the rest of its hours does it run once where the gap ends. Any other expression runs exactly
// once for each time on the wall: at the end of the gap that swallowed it, in the first of two
// passes. A jump of more than three hours moves the date line, not the clock: nothing is made up.

extension CronExpression {
  private static let largestClockChange = 3 * 3_600
  /// More than the distance between any wall and UTC.
  static let twoDays = 2 * 86_400

  /// The first instant of the schedule strictly after another one, on whole seconds.
  ///
  /// - Parameters:
  ///   - instant: Any instant; a fraction of a second is dropped first.
  ///   - zone: The zone whose wall the fields describe.
  /// - Returns: The instant, or nil if there is none up to the year 9999.
  public func next(after instant: Instant, in zone: ZoneRules) -> Instant? {
    let after = min(max(Int(instant.seconds), -Self.twoDays), Self.localEnd + Self.twoDays)
    var cursor = zone.cursor(at: after)
    var from = after + cursor.offset + 1
    if !isRepeating { from = max(from, cursor.shownBefore) }
    // No second in `from..<slot` matches: what the search knows, in every piece it comes to.
    var slot = firstLocal(from: from)
    while slot >= cursor.localEnd {
      if slot - Self.twoDays > cursor.end, cursor.end - Self.twoDays >= from {
        // Nothing is due before the piece that holds the slot.
        cursor = zone.cursor(at: slot - Self.twoDays)
        continue
      }
      guard cursor.start < Self.localEnd + Self.twoDays, cursor.advance(in: zone) else {
        return nil
      }
      if let lost = lostStretch(before: cursor) {
        if lost.lowerBound < from || slot < lost.lowerBound {
          slot = firstLocal(from: lost.lowerBound)
        }
        from = lost.lowerBound
        if slot < lost.upperBound { return Instant(seconds: Int64(cursor.start)) }
      }
      let window = startOfWindow(cursor)
      if window < from || slot < window { slot = firstLocal(from: window) }
      from = window
    }
    return slot < Self.localEnd ? Instant(seconds: Int64(slot - cursor.offset)) : nil
  }

  /// The last instant of the schedule at another one or before it: the mirror of `next`.
  ///
  /// - Parameters:
  ///   - instant: Any instant; a fraction of a second is dropped first.
  ///   - zone: The zone whose wall the fields describe.
  /// - Returns: The instant, or nil if there is none since 1970 began on that wall.
  public func previous(atOrBefore instant: Instant, in zone: ZoneRules) -> Instant? {
    let latest = min(max(Int(instant.seconds), -Self.twoDays), Self.localEnd + Self.twoDays)
    var cursor = zone.cursor(at: latest)
    // No second in `slot + 1...upTo` matches.
    var upTo = latest + cursor.offset
    var slot = lastLocal(upTo: upTo)
    while true {
      let window = startOfWindow(cursor)
      if slot >= window { return slot < 0 ? nil : Instant(seconds: Int64(slot - cursor.offset)) }
      if let lost = lostStretch(before: cursor) {
        let last = lost.upperBound - 1
        if last > upTo || last < slot { slot = lastLocal(upTo: last) }
        upTo = last
        if slot >= lost.lowerBound { return Instant(seconds: Int64(cursor.start)) }
      }
      if slot + Self.twoDays < cursor.start, cursor.start + Self.twoDays <= upTo {
        cursor = zone.cursor(at: slot + Self.twoDays)
        continue
      }
      guard cursor.start > -Self.twoDays, cursor.retreat(in: zone) else { return nil }
      let last = cursor.localEnd - 1
      if last > upTo || last < slot { slot = lastLocal(upTo: last) }
      upTo = last
    }
  }

  /// The first second on the wall that counts within a piece.
  func startOfWindow(_ cursor: ZoneCursor) -> Int {
    isRepeating ? cursor.localStart : max(cursor.localStart, cursor.shownBefore)
  }

  /// The seconds on the wall that were lost just before a piece and count as its first instant, or
  /// nil if nothing is to be made up.
  func lostStretch(before cursor: ZoneCursor) -> Range<Int>? {
    let localStart = cursor.localStart
    let lost = isRepeating ? cursor.localStartBefore : cursor.shownBefore
    guard lost < localStart, localStart - cursor.localStartBefore <= Self.largestClockChange else {
      return nil
    }
    if isRepeating {
      let hour = (localStart - flooredDays(localStart) * 86_400) / 3_600
      if times.hours.hasBit(hour) { return nil }
    }
    return lost..<localStart
  }
}
