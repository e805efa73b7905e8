/// The text of a value together with where each of its characters stands.
///
/// A value that is continued over several lines is one text; its pieces know their lines.
public struct ConfigText: Hashable, Sendable {
  private struct Piece: Hashable, Sendable {
    let offset: Int
    let line: Int
    let column: Int
  }

  /// The value, without blanks at its ends.
  public private(set) var text: String
  private let file: String
  private var pieces: [Piece]

  init(_ text: String, at place: ConfigPlace) {
    self.text = text
    file = place.file
    pieces = [Piece(offset: 0, line: place.line, column: place.column)]
  }

  /// Where the value begins.
  public var place: ConfigPlace {
    place(atByte: 0)
  }

  /// Where a byte of the value's UTF-8 stands; past the end counts as the end.
  ///
  /// A later check (a cron rule, a zone) points with it at the very character.
  public func place(atByte offset: Int) -> ConfigPlace {
    let end = min(max(offset, 0), text.utf8.count)
    let piece = pieces.last { $0.offset <= end } ?? pieces[0]
    let bytes = text.utf8.dropFirst(piece.offset).prefix(end - piece.offset)
    let characters = bytes.count { $0 & 0xC0 != 0x80 }
    return ConfigPlace(file: file, line: piece.line, column: piece.column + characters)
  }

  /// Adds a continued line after one blank; an empty one adds nothing.
  mutating func append(_ more: String, line: Int, column: Int) {
    guard !more.isEmpty else { return }
    if text.isEmpty {
      pieces = []
    } else {
      text += " "
    }
    pieces.append(Piece(offset: text.utf8.count, line: line, column: column))
    text += more
  }
}
