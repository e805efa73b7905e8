/// The measures of one case of `ferry-bench s3`, as text.
struct S3Table {
  let title: String
  /// What a case moves, to tell what each costs: its name and how many there are.
  let unit: (name: String, count: Int)
  /// Ferry's first: the others are compared with it.
  var rows: [Row] = []

  struct Row {
    let name: String
    /// How much of ferry's time it is to take at least.
    var wanted: Double?
    var measures: [Measure] = []
    /// Processor seconds of the server.
    var server: [Double] = []
  }

  /// Adds a measure to a program's row.
  mutating func add(_ name: String, wanted: Double? = nil, _ measure: Measure, server: Double) {
    let index = rows.firstIndex { $0.name == name } ?? rows.endIndex
    if index == rows.endIndex { rows.append(Row(name: name, wanted: wanted)) }
    rows[index].measures.append(measure)
    rows[index].server.append(server)
  }

  /// Prints medians, and what is wanted of them.
  func show() {
    print("\n\(title)")
    print(
      "  program                                 seconds    cpu s  cpu us/\(unit.name)  server s  x ferry",
      "  wanted  peak MB")
    let ferry = Figures.median(rows.first?.measures.map(\.seconds) ?? []) ?? 0
    for row in rows {
      guard let seconds = Figures.median(row.measures.map(\.seconds)),
        let processor = Figures.median(row.measures.map(\.processor)),
        let peak = Figures.median(row.measures.map { Double($0.peakKiB) })
      else { continue }
      let ratio = ferry > 0 ? seconds / ferry : 0
      let each = processor * 1e6 / Double(max(1, unit.count))
      print(
        "  \(Figure.left(row.name, 37))", Figure.right(Figures.fixed(seconds, 3), 9),
        Figure.right(Figures.fixed(processor, 3), 8),
        Figure.right(Figures.fixed(each, 1), 8 + unit.name.count),
        Figure.right(Figures.fixed(Figures.median(row.server) ?? 0, 3), 9),
        Figure.right(Figures.fixed(ratio, 2), 8),
        Figure.right(row.wanted.map { "≥ " + Figures.fixed($0, 2) } ?? "", 8),
        MoverTable.megabytes(Int(peak)),
        row.wanted.map { ratio < $0 ? "  MISSED" : "" } ?? "")
    }
  }
}
