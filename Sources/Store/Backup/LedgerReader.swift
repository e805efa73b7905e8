import SQLite

/// A ledger that is read for a backup, whichever version has made it.
struct LedgerReader: ~Copyable {
  let run: Int64
  private let database: Database

  /// Opens a run's ledger for reading only.
  init(_ place: LedgerPlace) throws(LedgerError) {
    database = try FailureList.database(of: place)
    run = place.run
  }

  /// The file.
  var path: String { database.path }

  /// Reads the rows of a part; there are none of one that its version does not have.
  ///
  /// - Returns: How many there were.
  func forEachRow(
    of part: BackupSchema.Part, _ body: ([SQLValue]) throws(SQLiteError) -> Void
  ) throws(SQLiteError) -> Int64 {
    var known: Set<String> = []
    let column = try database.prepare("SELECT name FROM pragma_table_info(?)")
    try column.bind(1, part.name)
    while try column.step() { known.insert(column.text(0)) }
    guard !known.isEmpty else { return 0 }
    let row = try database.prepare(part.select(from: known))
    var count: Int64 = 0
    while try row.step() {
      try body(part.columns.indices.map { row.value($0) })
      count += 1
    }
    return count
  }
}
