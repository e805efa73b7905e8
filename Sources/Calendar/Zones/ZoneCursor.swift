/// A piece of a zone at its place in time: the walk over the pieces that a search makes.
///
/// Rules without an end repeat with the Gregorian calendar every 400 years, so a piece of the last
/// stored cycle stands, shifted, for all later ones too.
struct ZoneCursor {
  /// The index of the piece within its zone.
  private(set) var index: Int
  /// Seconds by which the piece lies later than it is stored.
  private(set) var shift: Int
  private(set) var piece: ZonePiece
  /// The first second after the piece, UTC.
  private(set) var end: Int

  init(index: Int, shift: Int, in zone: borrowing ZoneRules) {
    self.index = index
    self.shift = shift
    piece = zone.pieces[index]
    end = zone.end(ofPiece: index) + shift
  }

  var offset: Int { Int(piece.offset) }
  /// The first second of the piece, UTC.
  var start: Int { piece.start + shift }
  /// What the wall shows at the first second of the piece.
  var localStart: Int { start + Int(piece.offset) }
  /// What the wall would have shown at the first second of the piece, had nothing changed.
  var localStartBefore: Int { start + Int(piece.offsetBefore) }
  /// What the wall would show at the first second after the piece, if nothing changed.
  var localEnd: Int { end + Int(piece.offset) }
  /// The local second up to which earlier pieces have already been.
  var shownBefore: Int { piece.shownBefore + shift }

  /// Goes to the next piece; false if this is the last one.
  mutating func advance(in zone: borrowing ZoneRules) -> Bool {
    if index + 1 < zone.pieces.count {
      self = ZoneCursor(index: index + 1, shift: shift, in: zone)
    } else if let cycle = zone.cycle {
      self = ZoneCursor(index: cycle.firstPiece, shift: shift + ZoneCycle.length, in: zone)
    } else {
      return false
    }
    return true
  }

  /// Goes to the piece before; false if this is the first one.
  mutating func retreat(in zone: borrowing ZoneRules) -> Bool {
    if shift > 0, let cycle = zone.cycle, index == cycle.firstPiece {
      self = ZoneCursor(
        index: zone.pieces.count - 1, shift: shift - ZoneCycle.length, in: zone)
    } else if index > 0 {
      self = ZoneCursor(index: index - 1, shift: shift, in: zone)
    } else {
      return false
    }
    return true
  }
}
