public import Engine
public import Migration
import SQLite

extension JobDatabase {
  /// The numbers of all jobs after one, in their order, so many at a time.
  public func jobNumbers(after job: JobID?, limit: Int) throws(StoreFailure) -> [JobID] {
    try ids(
      "SELECT id FROM job WHERE id > ? ORDER BY id LIMIT ?", .integer(job?.rawValue ?? 0),
      .integer(Int64(limit)))
  }
}
