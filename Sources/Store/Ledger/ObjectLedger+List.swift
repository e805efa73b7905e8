import SQLite

extension ObjectLedger {
  /// Keeps the files of the list that the run begins with, and compares those that it goes on with.
  ///
  /// - Parameter files: The list's files in their order, its manifest first.
  /// - Returns: The path of the first one that is not as it was; nil if all are.
  public func keepList(_ files: [ListFile]) throws(LedgerError) -> String? {
    try write { (database) throws(SQLiteError) in
      let known = try Self.list(in: database)
      guard known.isEmpty else {
        // A list that has become shorter or longer has another manifest.
        if let pair = zip(known, files).first(where: { $0 != $1 }) { return pair.0.path }
        return known.count == files.count ? nil : known[0].path
      }
      let row = try database.prepare(
        "INSERT INTO list (number, path, size, modified_ns, inode) VALUES (?, ?, ?, ?, ?)")
      for (number, file) in files.enumerated() {
        try row.run(
          .integer(Int64(number)), .text(file.path), .integer(file.size), .integer(file.modified),
          .integer(Int64(bitPattern: file.inode)))
      }
      return nil
    }
  }

  private static func list(in database: borrowing Database) throws(SQLiteError) -> [ListFile] {
    let row = try database.prepare(
      "SELECT path, size, modified_ns, inode FROM list ORDER BY number")
    var files: [ListFile] = []
    while try row.step() {
      files.append(
        ListFile(
          path: row.text(0), size: row.integer(1), modified: row.integer(2),
          inode: UInt64(bitPattern: row.integer(3))))
    }
    return files
  }
}
