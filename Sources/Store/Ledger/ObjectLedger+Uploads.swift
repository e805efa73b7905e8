public import Migration
import SQLite

extension ObjectLedger {
  /// The upload that has begun for an object, in whatever batch it was then; nil if there is none.
  public func upload(of key: ObjectKey) throws(LedgerError) -> Upload? {
    try read { (database) throws(SQLiteError) in
      let row = try database.prepare(
        "SELECT id, name, source, part_bytes FROM upload WHERE key = ?")
      try row.bind(1, key.bytes)
      guard try row.step() else { return nil }
      var upload = Upload(
        row: row.integer(0), name: row.text(1), source: row.text(2), partBytes: row.integer(3))
      let part = try database.prepare("SELECT number, tag FROM part WHERE upload = ?")
      try part.bind(1, upload.row)
      while try part.step() { upload.parts[Int(part.integer(0))] = part.text(1) }
      return upload
    }
  }

  /// Records that an upload has begun; on the disk itself when this returns.
  ///
  /// A store keeps, and charges for, an upload that nobody knows of any more.
  ///
  /// - Parameter name: The store's own name for it.
  public func begin(
    upload name: String, of key: ObjectKey, source: String, partBytes: Int64
  ) throws(LedgerError) -> Upload {
    try read { (database) throws(SQLiteError) in
      try database.execute("PRAGMA synchronous=FULL")
      try database.run(
        "INSERT INTO upload (key, name, source, part_bytes) VALUES (?, ?, ?, ?)",
        .blob(key.bytes), .text(name), .text(source), .integer(partBytes))
      try database.execute("PRAGMA synchronous=NORMAL")
      let row = try database.integer("SELECT last_insert_rowid()") ?? 0
      return Upload(row: row, name: name, source: source, partBytes: partBytes)
    }
  }

  /// Gives an upload another name.
  public func rename(upload row: Int64, to name: String) throws(LedgerError) {
    try write { (database) throws(SQLiteError) in
      try database.run(
        "UPDATE upload SET name = ? WHERE id = ?", .text(name), .integer(row))
    }
  }

  /// Records that a part is there.
  public func record(
    part number: Int, tag: String, of upload: Upload
  ) throws(LedgerError) {
    try write { (database) throws(SQLiteError) in
      try database.run(
        "INSERT OR REPLACE INTO part (upload, number, tag) VALUES (?, ?, ?)",
        .integer(upload.row), .integer(Int64(number)), .text(tag))
    }
  }

  /// Forgets an upload: it is complete, or the store was told to drop it.
  public func end(upload row: Int64) throws(LedgerError) {
    try write { (database) throws(SQLiteError) in
      try database.run("DELETE FROM upload WHERE id = ?", .integer(row))
    }
  }

  /// The first upload after another one, by its row; nil if there is none.
  public func upload(
    after row: Int64
  ) throws(LedgerError) -> (row: Int64, name: String, key: ObjectKey)? {
    try read { (database) throws(SQLiteError) in
      let found = try database.prepare(
        "SELECT id, name, key FROM upload WHERE id > ? ORDER BY id LIMIT 1")
      try found.bind(1, row)
      guard try found.step() else { return nil }
      return (found.integer(0), found.text(1), ObjectKey(found.blob(2)))
    }
  }
}
