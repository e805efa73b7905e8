/// A table of text in aligned columns, two blanks apart.
public struct TextTable {
  /// A cell: its text and, where colours are wanted, the colour of it.
  public struct Cell: Hashable, Sendable {
    let text: String
    let colour: Colour?

    /// A cell; control characters in its text are shown, not obeyed.
    public init(_ text: String, _ colour: Colour? = nil) {
      self.text = TerminalText.safe(text)
      self.colour = colour
    }
  }

  private let header: [String]
  private var rows: [[Cell]] = []

  /// A table with these column titles.
  public init(_ header: [String]) {
    self.header = header
  }

  /// Adds a row; it has as many cells as there are titles.
  public mutating func add(_ row: [Cell]) {
    rows.append(row)
  }

  /// The lines, titles first; nothing stands behind the last cell of a line.
  ///
  /// - Parameter colours: Whether cells are coloured and titles bold (ECMA-48).
  public func lines(colours: Bool) -> [String] {
    let titles = header.map { Cell($0, .bold) }
    let table = [titles] + rows
    let widths = header.indices.map { column in
      table.map { $0.indices.contains(column) ? $0[column].text.count : 0 }.max() ?? 0
    }
    return table.map { row in
      var line = ""
      for (column, cell) in row.enumerated() {
        line += colours ? cell.colour?.paint(cell.text) ?? cell.text : cell.text
        if column < row.count - 1 {
          line += String(repeating: " ", count: widths[column] - cell.text.count + 2)
        }
      }
      // Where the last cell is empty, its separating blanks are the line's end.
      while line.last == " " { line.removeLast() }
      return line
    }
  }

  /// Lines `Title:  value`, the values below each other; an empty one is `-`.
  public static func list(_ rows: [(String, Cell)], colours: Bool) -> [String] {
    let width = rows.map { $0.0.count }.max() ?? 0
    return rows.map { title, cell in
      let shown = cell.text.isEmpty ? "-" : cell.text
      let text = colours ? cell.colour?.paint(shown) ?? shown : shown
      return title + ":" + String(repeating: " ", count: width - title.count + 2) + text
    }
  }
}
