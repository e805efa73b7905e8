import Migration

/// A list of failed objects for people, which ends with a sum by reason.
public struct TableTeller: FailureTeller {
  private let showsRecovered: Bool
  private let colours: Bool
  private let run: String
  private var isFirst = true
  private var summary = FailureSummary()

  /// A list.
  ///
  /// - Parameters:
  ///   - showsRecovered: Whether it has a column for what retries have moved.
  ///   - colours: Whether cells are coloured.
  ///   - run: The run's number; empty if there is none.
  public init(showsRecovered: Bool, colours: Bool, run: String) {
    self.showsRecovered = showsRecovered
    self.colours = colours
    self.run = run
  }

  /// Nothing: the titles come with the first page.
  public var opening: String { "" }

  /// The sum.
  public var closing: String {
    (run.isEmpty ? "there is no run yet" : summary.line(run: run)) + "\n"
  }

  /// The rows of a page; each page has its own widths of columns.
  public mutating func text(of entries: [FailureEntry]) -> String {
    guard !entries.isEmpty else { return "" }
    var titles = ["Code", "Kind", "Size", "Modified", "Attempts"]
    if showsRecovered { titles.append("Recovered") }
    var table = TextTable(titles + ["Key", "Reason"])
    for entry in entries {
      summary.add(entry)
      var row: [TextTable.Cell] = [
        .init(entry.code.rawValue, entry.isRecovered ? nil : .red), .init(entry.kindWord),
        .init(SizeText.bytes(entry.size)), .init(entry.modifiedText),
        .init(SizeText.count(entry.attempts)),
      ]
      if showsRecovered { row.append(.init(entry.isRecovered ? "yes" : "no")) }
      table.add(row + [.init(entry.key.description), .init(entry.reason)])
    }
    let lines = table.lines(colours: colours)
    defer { isFirst = false }
    return (isFirst ? lines[...] : lines.dropFirst()).joined(separator: "\n") + "\n"
  }
}
