/// The questions of a failure list, by the versions of the files that it reads.
///
/// A file that is only read stays as an older version has made it. `f` is the run's own list, `r`
/// the root run's, which has the newest word; for a root run both are the same.
struct FailureListSQL {
  /// All failed objects from a key on.
  let all: String
  /// Those that still fail.
  let failing: String
  /// One that still fails.
  let one: String
  /// How many still fail, by the reason.
  let reasons: String
  /// How many fail no more.
  let recovered: String
  /// The URL of one; nil if the ledger is older than those.
  let url: String?
  /// Whether the run's own ledger tells which folders it began with.
  let knowsRoots: Bool

  /// - Parameters:
  ///   - version: The schema's version of the run's own ledger.
  ///   - rootVersion: That of the root run's; nil for a root run itself.
  init(version: Int64, rootVersion: Int64?) {
    knowsRoots = version >= 2
    // The root run has listed them all.
    url =
      (rootVersion ?? version) < 6
      ? nil : "SELECT url FROM \(rootVersion == nil ? "main" : "root").url WHERE key = ?"
    let truth = rootVersion == nil ? "f" : "r"
    let isRecovered =
      (rootVersion ?? version) < 3
      ? "0" : rootVersion == nil ? "f.recovered" : "coalesce(r.recovered, 0)"
    let unlisted = { (table: String, version: Int64) in
      version < 3 ? "(\(table).kind = 1 AND \(table).batch = 0)" : "\(table).unlisted"
    }
    let isUnlisted =
      if let rootVersion {
        "coalesce(\(unlisted("r", rootVersion)), \(unlisted("f", version)))"
      } else {
        unlisted("f", version)
      }
    let newest = { (column: String) in
      rootVersion == nil ? "f.\(column)" : "coalesce(\(truth).\(column), f.\(column))"
    }
    let columns = ["kind", "size", "modified_ns", "code", "text", "attempts"].map(newest)
    let tables =
      "main.failure AS f"
      + (rootVersion == nil ? "" : " LEFT JOIN root.failure AS r ON r.key = f.key")
    let select =
      "SELECT f.key, \(columns.joined(separator: ", ")), \(isRecovered), \(isUnlisted) FROM \(tables)"
    all = "\(select) WHERE f.key >= ? ORDER BY f.key"
    failing = "\(select) WHERE f.key >= ? AND \(isRecovered) = 0 ORDER BY f.key"
    one = "\(select) WHERE f.key = ? AND \(isRecovered) = 0"
    reasons =
      "SELECT \(newest("code")), count(*) FROM \(tables) WHERE \(isRecovered) = 0 GROUP BY 1"
    recovered = "SELECT count(*) FROM \(tables) WHERE \(isRecovered) <> 0"
  }
}
