extension NextView {
  /// The coming instants as a table, with only those columns that say something.
  ///
  /// - Parameter colours: Whether titles are bold.
  public func lines(colours: Bool) -> [String] {
    let hasSuspends = next.contains { $0.rule == "suspend" }
    let hasNotes = next.contains { !$0.note.isEmpty }
    var titles = ["Local", "Utc", "Zone"]
    if hasSuspends { titles.append("Rule") }
    if hasNotes { titles.append("Note") }
    var table = TextTable(titles)
    for instant in next {
      let zone = instant.zone.isEmpty ? timeZone : instant.zone
      var row: [TextTable.Cell] = [
        .init(instant.local), .init(ISOTime.text(instant.utc)), .init(zone),
      ]
      if hasSuspends { row.append(.init(instant.rule)) }
      if hasNotes { row.append(.init(instant.note)) }
      table.add(row)
    }
    return table.lines(colours: colours)
  }
}
