import Glibc
import Migration
import Platform
import Store

/// The folder with one ledger per run, named by job and run.
struct LedgerFolder {
  let path: String

  /// Makes the path of a run's ledger.
  func ledger(of job: JobID, _ run: RunNumber) -> String {
    "\(path)/\(job.rawValue)-\(run).db"
  }

  /// Removes the ledgers of all runs of a job, with what SQLite keeps beside them.
  func remove(of job: JobID) throws(SystemError) {
    let prefix = "\(job.rawValue)-"
    for name in try FolderNames.read(path) where name.hasPrefix(prefix) {
      unlink("\(path)/\(name)")
    }
  }

  /// Removes the ledger of one run, with what SQLite keeps beside it.
  ///
  /// - Returns: False if some of it is still there.
  @discardableResult
  func remove(of job: JobID, _ run: RunNumber) -> Bool {
    ObjectLedger.removeFiles(ledger(of: job, run))
  }

  /// Removes ledgers of runs that are not recorded: what a crash in a removal has left.
  ///
  /// - Parameter isKnown: Whether a run of a job is recorded.
  /// - Returns: How many files went. A name that is no ledger's is left alone.
  /// - Throws: `SystemError` if the folder cannot be read, and what `isKnown` throws.
  func sweep(_ isKnown: (JobID, RunNumber) throws -> Bool) throws -> Int {
    var removed = 0
    for name in try FolderNames.read(path) {
      guard let (job, run) = Self.identity(name), try !isKnown(job, run) else { continue }
      if unlink("\(path)/\(name)") == 0 { removed += 1 }
    }
    return removed
  }

  /// The job and run that a file's name speaks of: `12-3.db`, `12-3.db-wal`, `12-3.db-shm`.
  static func identity(_ name: String) -> (JobID, RunNumber)? {
    let parts = name.split(separator: ".", maxSplits: 1)
    guard parts.count == 2, ["db", "db-wal", "db-shm"].contains(parts[1]) else { return nil }
    let numbers = parts[0].split(separator: "-").compactMap { Int64($0) }
    guard numbers.count == 2 else { return nil }
    return (JobID(rawValue: numbers[0]), RunNumber(rawValue: numbers[1]))
  }
}
