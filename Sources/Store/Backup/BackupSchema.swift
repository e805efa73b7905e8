import SQLite

/// What a backup file has beside the tables of the main database.
///
/// A backup is one SQLite file: the main database as it was, the part of each ledger that retries
/// and lists of failed objects need, and a digest of every table.
enum BackupSchema {
  /// "FeBk", so that no daemon takes it for its own database.
  static let applicationID: Int64 = 0x4665_426B
  /// The version of this form, in `user_version`; the database's own stands in `backup`.
  static let version: Int64 = 1

  /// A table of a ledger, and what of it is kept.
  struct Part {
    let name: String
    let columns: [Column]

    /// Its name in a backup.
    var kept: String { "backup_\(name)" }
    var list: String { columns.map(\.name).joined(separator: ", ") }

    /// The question for its rows in a ledger that has only these columns.
    func select(from known: Set<String>) -> String {
      let terms = columns.map { known.contains($0.name) ? $0.name : $0.otherwise }
      return "SELECT \(terms.joined(separator: ", ")) FROM main.\(name)"
    }
  }

  struct Column {
    let name: String
    /// What stands for it in a ledger of an older version.
    var otherwise = "0"
  }

  /// The listing's place, the plan and the keys of what was moved stay behind: an ended run needs
  /// none of them.
  static let parts = [
    Part(
      name: "meta",
      columns: [
        "token", "job", "run", "boot", "listed", "settled", "total", "total_bytes", "skipped",
        "skipped_bytes", "folders_copied", "sealed",
      ].map { Column(name: $0) } + [
        Column(name: "source_root", otherwise: "NULL"),
        Column(name: "destination_root", otherwise: "NULL"),
      ]),
    Part(
      name: "batch",
      columns: [
        "id", "state", "retest", "done", "claimed_us", "objects", "bytes", "copied",
        "copied_bytes", "skipped", "skipped_bytes",
      ].map { Column(name: $0) }),
    Part(
      name: "failure",
      columns: [
        "key", "batch", "kind", "size", "modified_ns", "code", "text", "attempts", "recovered",
      ].map { Column(name: $0) } + [
        Column(name: "unlisted", otherwise: "(kind = 1 AND batch = 0)")
      ]),
    Part(name: "url", columns: [Column(name: "key"), Column(name: "url")]),
    Part(
      name: "retry",
      columns: ["job", "run", "sealed", "again", "step", "batch", "key"].map {
        Column(name: $0)
      }),
  ]

  /// Makes the tables; the columns of the ledgers' parts take any value as it is.
  static var tables: String {
    var sql = """
      CREATE TABLE backup(
        id INTEGER PRIMARY KEY CHECK (id = 1),
        made_us INTEGER NOT NULL,
        release TEXT NOT NULL,
        schema INTEGER NOT NULL,
        jobs INTEGER NOT NULL,
        runs INTEGER NOT NULL,
        ledgers INTEGER NOT NULL,
        failures INTEGER NOT NULL,
        left_out INTEGER NOT NULL,
        damaged INTEGER NOT NULL,
        checksum INTEGER NOT NULL
      ) STRICT;
      CREATE TABLE backup_digest(
        name TEXT PRIMARY KEY,
        rows INTEGER NOT NULL,
        digest INTEGER NOT NULL
      ) STRICT;

      """
    for part in parts {
      sql += "CREATE TABLE \(part.kept)(of_job INTEGER, of_run INTEGER, "
      sql += part.columns.map(\.name).joined(separator: ", ") + ");\n"
      sql += "CREATE INDEX \(part.kept)_of ON \(part.kept)(of_job, of_run);\n"
    }
    return sql
  }

  /// Takes all of it out of what becomes a main database again.
  static var removal: String {
    (["backup", "backup_digest"] + parts.map(\.kept)).map { "DROP TABLE \($0);" }.joined()
  }
}
