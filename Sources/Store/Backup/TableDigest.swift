import SQLite

/// What tells whether a table of a backup is as it was written: SQLite's own checks miss most
/// flipped bits.
struct TableDigest: Hashable {
  let rows: Int64
  /// The checksums of its rows, summed up: their order does not matter.
  let sum: Int64

  /// Reads a whole table.
  init(of table: String, in database: borrowing Database) throws(SQLiteError) {
    let row = try database.prepare("SELECT * FROM \"\(table)\"")
    let columns = row.columnCount
    var (rows, sum): (Int64, Int64) = (0, 0)
    var values: [SQLValue] = []
    while try row.step() {
      values.removeAll(keepingCapacity: true)
      for column in 0..<columns { values.append(row.value(column)) }
      rows += 1
      sum &+= RowChecksum.of(values)
    }
    (self.rows, self.sum) = (rows, sum)
  }

  init(rows: Int64, sum: Int64) {
    (self.rows, self.sum) = (rows, sum)
  }

  /// Those of all tables, but for the ones that keep them.
  static func all(in database: borrowing Database) throws(SQLiteError) -> [String: TableDigest] {
    let row = try database.prepare(
      """
      SELECT name FROM sqlite_schema
      WHERE type = 'table' AND name NOT IN ('backup', 'backup_digest')
      """)
    var digests: [String: TableDigest] = [:]
    while try row.step() {
      let name = row.text(0)
      digests[name] = try TableDigest(of: name, in: database)
    }
    return digests
  }

  /// Those that a backup has kept.
  static func kept(in database: borrowing Database) throws(SQLiteError) -> [String: TableDigest] {
    let row = try database.prepare("SELECT name, rows, digest FROM backup_digest")
    var digests: [String: TableDigest] = [:]
    while try row.step() {
      digests[row.text(0)] = TableDigest(rows: row.integer(1), sum: row.integer(2))
    }
    return digests
  }
}
