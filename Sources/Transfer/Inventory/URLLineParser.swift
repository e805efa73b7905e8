/// Finds URLs and keys in the lines of a list: the URL, a tabulator or a blank, and the key.
///
/// Both are percent-encoded, so that neither holds a blank.
///
/// Source: Huawei Cloud OMS, "URL list" as a source of a migration task.
struct URLLineParser: KeyParser {
  private(set) var about = RowFacts()
  private var lines = LineParser()

  var line: Int { lines.line }

  mutating func next(_ bytes: [UInt8], _ count: Int, from position: inout Int) -> RowParser.Row? {
    lines.next(bytes, count, from: &position).map { row(of: $0) }
  }

  mutating func finish() -> RowParser.Row? {
    lines.finish().map { row(of: $0) }
  }

  private mutating func row(of line: RowParser.Row) -> RowParser.Row {
    about = RowFacts()
    guard case .key(let text) = line else { return line }
    let words = text.split { $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: " ") }
    guard words.count == 2 else {
      return .unreadable("it is not a URL, a tabulator or a blank, and a key without blanks")
    }
    guard let key = RowParser.decoded(Array(words[1])) else {
      return .unreadable("its key is not in percent-encoding: after '%' come two hex digits")
    }
    about.url = Array(words[0])
    return .key(key)
  }
}
