import Store

/// Reads the rows of all data files of a list, one after another.
///
/// Its place is the number of a file and how many of its rows have been told: the unit in which a
/// run goes on.
final class ListReader {
  private let inventory: OpenInventory
  private let stop: StopFlag
  private var file: DataFile?
  private var parser: any KeyParser = LineParser()
  private var position = 0
  /// The present data file, from 0; when there are no more, their count.
  private(set) var index: Int
  /// How many rows of it have been told.
  private(set) var row = 0
  /// Rows that were told by an earlier reader.
  private var passed: Int
  private let checks: Bool
  private let checksAgain: Bool

  /// Begins at a place.
  ///
  /// - Parameters:
  ///   - stop: Set, it ends the reading before its end.
  ///   - checks: Whether data files are compared with their digests at all.
  ///   - checksAgain: Whether a data file of which rows were told is compared with its digest anew.
  init(
    _ inventory: OpenInventory, _ stop: StopFlag, index: Int = 0, after row: Int = 0,
    checks: Bool = true, checksAgain: Bool = true
  ) {
    self.checks = checks
    self.checksAgain = checksAgain
    self.inventory = inventory
    self.stop = stop
    self.index = index
    passed = row
  }

  /// The path of the present data file and the line of the row that came last.
  var line: String { "\(inventory.layout.files[index].path):\(parser.line)" }

  /// What the row that came last says beside its key.
  var about: RowFacts { parser.about }

  /// Goes to the next row.
  ///
  /// - Returns: Nil after the last row of the last file, or when it is to stop.
  func next() throws(InventoryProblem) -> RowParser.Row? {
    while index < inventory.layout.files.count, !stop.isSet {
      if file == nil {
        file = try DataFile(inventory, index, stop, checks: checks && (passed == 0 || checksAgain))
        parser = inventory.layout.parser
        position = 0
      }
      while let found = try nextOfFile() {
        row += 1
        if row > passed { return found }
        if stop.isSet { return nil }
      }
      guard row >= passed else {
        throw inventory.changed(inventory.layout.files[index].path)
      }
      (file, row, passed) = (nil, 0, 0)
      index += 1
    }
    return nil
  }

  private func nextOfFile() throws(InventoryProblem) -> RowParser.Row? {
    guard let file else { return nil }
    while true {
      if let row = parser.next(file.bytes, file.count, from: &position) { return row }
      position = 0
      guard try file.next() else { return parser.finish() }
    }
  }
}

extension InventoryLayout {
  fileprivate var parser: any KeyParser {
    switch (isPlain, fields.url) {
    case (true, nil): LineParser()
    case (true, _): URLLineParser()
    case (false, _): RowParser(columns: columns, keyColumn: keyColumn, fields)
    }
  }
}
