/// The measures of one case, as text.
struct MoverTable {
  let what: MoverCase
  /// Ferry's first.
  var rows: [(name: String, measures: [Measure])]

  init(_ what: MoverCase) {
    self.what = what
    rows = Mover.all.map { ($0.name, []) }
  }

  /// Prints medians, and what is wanted of them.
  func show() {
    print("\n\(what.title)")
    print("  program      seconds    cpu s  x ferry   wanted  peak MB")
    // A child's peak begins with that of the process that started it; getrusage(2) of Linux.
    let floor = (rows.first?.measures.map(\.peakKiB).max() ?? 0) + 512
    let ferry = Figures.median(rows.first?.measures.map(\.seconds) ?? []) ?? 0
    for (name, measures) in rows {
      guard let seconds = Figures.median(measures.map(\.seconds)),
        let processor = Figures.median(measures.map(\.processor)),
        let peak = Figures.median(measures.map { Double($0.peakKiB) }).map({ Int($0) })
      else {
        print("  \(Figure.left(name, 11))  not installed")
        continue
      }
      let ratio = ferry > 0 ? seconds / ferry : 0
      let wanted = what.wanted(name)
      let isShown = name == Mover.ferry || peak > floor
      print(
        "  \(Figure.left(name, 11))", Figure.right(Figures.fixed(seconds, 3), 8),
        Figure.right(Figures.fixed(processor, 3), 8), Figure.right(Figures.fixed(ratio, 2), 8),
        Figure.right(wanted.map { "≥ " + Figures.fixed($0, 2) } ?? "", 8),
        isShown ? Self.megabytes(peak) : peak == 0 ? "" : Figure.right("(below)", 8),
        wanted.map { ratio < $0 ? "  MISSED" : "" } ?? "")
    }
  }

  /// Kibibytes as megabytes.
  static func megabytes(_ kibibytes: Int) -> String {
    Figure.right(Figures.fixed(Double(kibibytes) * 1_024 / 1e6, 1), 8)
  }
}
