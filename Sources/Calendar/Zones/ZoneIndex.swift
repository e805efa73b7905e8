/// Where to begin looking for the piece that holds a second: a table by stretches of equal length,
/// so that the search costs the same in a zone with a thousand pieces as in one with two.
struct ZoneIndex: Sendable {
  /// About 97 days, less than most pieces last; a power of two, so that a shift divides.
  private static let stretch = 23

  /// The first second of the first stretch: before it lies only the first piece.
  private let begin: Int
  /// For each stretch, the piece that holds its first second.
  private let firstPieces: [UInt16]

  /// The table for pieces in ascending order; empty if there is only one.
  init(_ pieces: [ZonePiece]) {
    // No zone has so many; were there one, the walk over the pieces would still find each.
    let count = min(pieces.count, Int(UInt16.max))
    guard count > 1 else {
      begin = .max
      firstPieces = []
      return
    }
    // Pieces before 1800 are not on record; a file that says otherwise is searched from there on.
    let begin = max(pieces[1].start, -5_364_662_400)
    var firstPieces: [UInt16] = []
    var piece = 0
    var second = begin
    while second <= pieces[count - 1].start, firstPieces.count < 4_096 {
      while piece + 1 < count, pieces[piece + 1].start <= second { piece += 1 }
      firstPieces.append(UInt16(piece))
      second += 1 << Self.stretch
    }
    self.begin = begin
    self.firstPieces = firstPieces
  }

  /// A piece that begins at a second or before it, close to the one that holds it.
  func piece(near second: Int) -> Int {
    guard second >= begin, !firstPieces.isEmpty else { return 0 }
    return Int(firstPieces[min((second - begin) >> Self.stretch, firstPieces.count - 1)])
  }
}
