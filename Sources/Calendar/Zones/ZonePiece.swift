/// A stretch of time in which a zone's offset does not change.
struct ZonePiece: Hashable, Sendable {
  /// The first second of the piece, in seconds since the epoch, UTC.
  let start: Int
  /// Seconds east of UTC within the piece.
  let offset: Int32
  /// Seconds east of UTC just before the piece.
  let offsetBefore: Int32
  /// The local second up to which earlier pieces have already been: what lies below it is shown
  /// for a second time.
  let shownBefore: Int
  /// Which abbreviation holds within the piece.
  let abbreviation: Int
}

extension ZonePiece {
  /// The first piece of a zone, which has no beginning; far enough away that sums cannot overflow.
  init(firstWithOffset offset: Int32, abbreviation: Int) {
    let start = -(1 << 60)
    self.init(
      start: start, offset: offset, offsetBefore: offset, shownBefore: start + Int(offset),
      abbreviation: abbreviation)
  }

  /// The piece that follows another.
  init(after previous: ZonePiece, start: Int, offset: Int32, abbreviation: Int) {
    self.init(
      start: start, offset: offset, offsetBefore: previous.offset,
      shownBefore: max(previous.shownBefore, start + Int(previous.offset)),
      abbreviation: abbreviation)
  }
}
