/// Finds the keys in the bytes of a data file, piece by piece.
protocol KeyParser {
  /// The line in which the row that came last begins, from 1.
  var line: Int { get }

  /// What else that row says.
  var about: RowFacts { get }

  /// Goes on through a piece of the file.
  ///
  /// - Parameters:
  ///   - bytes: The piece is its first `count` bytes.
  ///   - position: Where to go on; after the row when there is one.
  /// - Returns: Nil at the end of the piece.
  mutating func next(_ bytes: [UInt8], _ count: Int, from position: inout Int) -> RowParser.Row?

  /// Ends the file.
  ///
  /// - Returns: A last row without its line's end.
  mutating func finish() -> RowParser.Row?
}
