public import Engine
public import Migration
import SQLite

/// What lists and views ask about families: roots, their sub-jobs, and those of one parent.
extension JobDatabase {
  /// Jobs for a list, the newest first.
  ///
  /// - Parameters:
  ///   - marker: The name after which the page begins; nil for the first.
  ///   - limit: How many at most.
  ///   - all: Whether sub-jobs are listed too.
  /// - Returns: The jobs, and what is said of those whose rows are damaged.
  /// - Throws: `StoreFailure`; a marker that names no job gives an empty page.
  public func jobs(
    after marker: Name?, limit: Int, all: Bool
  ) throws(StoreFailure) -> (jobs: [Job], damage: [StoreFailure]) {
    try page(all ? "true" : "parent IS NULL", [], after: marker, limit: limit)
  }

  /// The sub-jobs of one job, the newest first.
  ///
  /// - Parameters:
  ///   - parent: The job whose failed objects they take.
  ///   - marker: The name after which the page begins; nil for the first.
  ///   - limit: How many at most.
  public func jobs(
    ofParent parent: JobID, after marker: Name? = nil, limit: Int
  ) throws(StoreFailure) -> (jobs: [Job], damage: [StoreFailure]) {
    try page("parent = ?", [.integer(parent.rawValue)], after: marker, limit: limit)
  }

  /// All sub-jobs below a root job, the newest first.
  ///
  /// - Parameters:
  ///   - root: The top ancestor.
  ///   - run: Only those that come from this run of it; nil for all.
  ///   - limit: How many at most.
  public func family(
    of root: JobID, run: RunNumber? = nil, limit: Int
  ) throws(StoreFailure) -> (jobs: [Job], damage: [StoreFailure]) {
    let root = SQLValue.integer(root.rawValue)
    guard let run else { return try page("root = ?", [root], after: nil, limit: limit) }
    return try page(
      "root = ? AND root_run = ?", [root, .integer(run.rawValue)], after: nil, limit: limit)
  }

  private func page(
    _ condition: String, _ values: [SQLValue], after marker: Name?, limit: Int
  ) throws(StoreFailure) -> (jobs: [Job], damage: [StoreFailure]) {
    let count = SQLValue.integer(Int64(limit))
    guard let marker else {
      return try readableJobs(where: "\(condition) ORDER BY id DESC LIMIT ?", values + [count])
    }
    return try readableJobs(
      where: """
        \(condition) AND id < (SELECT id FROM job WHERE name = ?) ORDER BY id DESC LIMIT ?
        """, values + [.text(marker.text), count])
  }
}
