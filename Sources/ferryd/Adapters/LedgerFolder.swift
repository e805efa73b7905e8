import Glibc
import Migration

/// The folder with one ledger per run, named by job and run.
struct LedgerFolder {
  let path: String

  /// Removes the ledgers of all runs of a job, with what SQLite keeps beside them.
  func remove(of job: JobID) {
    let prefix = "\(job.rawValue)-"
    for name in names() where name.hasPrefix(prefix) { unlink("\(path)/\(name)") }
  }

  private func names() -> [String] {
    guard let directory = opendir(path) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      names.append(
        withUnsafePointer(to: &entry.pointee.d_name) { pointer in
          pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        })
    }
    return names
  }
}
