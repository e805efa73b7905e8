import Glibc
import Platform

/// A restored state that waits beside the old one to take its place.
///
/// The folder `restored` in the state folder appears in one rename, complete and synced: before that
/// the old state counts, from then on the new one, whatever happens. What is still to be done, the
/// next start does: the old files are moved aside, then the new ones into their place. A name that
/// is still in `restored` has not been moved yet, which is how far anybody was.
struct RestoredState {
  /// The state folder.
  let state: String

  private var folder: String { state + "/restored" }
  private static let database = "ferry.db"
  private static let ledgers = "ledgers"
  /// The file that tells the ending of what is moved aside.
  private static let aside = "aside"

  /// Whether one waits.
  var isThere: Bool { access(folder, F_OK) == 0 }

  /// Makes a prepared folder the restored state: from here on it counts.
  ///
  /// - Parameters:
  ///   - prepared: A folder in the state folder with `ferry.db` and `ledgers`, synced.
  ///   - ending: What the old files' names will end in.
  func commit(_ prepared: String, ending: String) throws(SystemError) {
    try AtomicFile.write(Array(ending.utf8), to: prepared + "/" + Self.aside)
    try AtomicFile.syncFolder(prepared)
    guard rename(prepared, folder) == 0 else { throw SystemError(errno, "rename", folder) }
    try AtomicFile.syncFolder(state)
  }

  /// Puts a restored state that waits into its place; does nothing if there is none.
  ///
  /// - Returns: The names of what was moved aside; nil if there was nothing to do.
  @discardableResult
  func complete() throws(SystemError) -> [String]? {
    guard isThere else { return nil }
    let ending = try self.ending()
    var moved: [String] = []
    if try isThere(folder + "/" + Self.ledgers) {
      try moveAside(Self.ledgers, ending, &moved)
      try move(folder + "/" + Self.ledgers, to: state + "/" + Self.ledgers)
    }
    if try isThere(folder + "/" + Self.database) {
      // With its log, which belongs to it under any name.
      for suffix in ["-wal", "-shm", ""] {
        try moveAside(Self.database, ending, suffix: suffix, &moved)
      }
      try AtomicFile.syncFolder(state)
      try move(folder + "/" + Self.database, to: state + "/" + Self.database)
    }
    try AtomicFile.syncFolder(state)
    unlink(folder + "/" + Self.aside)
    guard rmdir(folder) == 0 else { throw SystemError(errno, "rmdir", folder) }
    try AtomicFile.syncFolder(state)
    return moved
  }

  private func ending() throws(SystemError) -> String {
    do throws(FileReadError) {
      let bytes = try FileText.read(folder + "/" + Self.aside, limit: 100)
      return String(decoding: bytes, as: UTF8.self)
    } catch {
      // Gone with the last step but one: there is nothing left to move.
      guard !error.isMissing else { return "before-restore" }
      if case .system(let error) = error { throw error }
      throw SystemError(EIO, "read", folder + "/" + Self.aside)
    }
  }

  private func moveAside(
    _ name: String, _ ending: String, suffix: String = "", _ moved: inout [String]
  ) throws(SystemError) {
    guard try isThere(state + "/" + name + suffix) else { return }
    let aside = "\(name).\(ending)\(suffix)"
    try move(state + "/" + name + suffix, to: state + "/" + aside)
    moved.append(aside)
  }

  private func move(_ from: String, to path: String) throws(SystemError) {
    guard rename(from, path) == 0 else { throw SystemError(errno, "rename", from) }
  }

  private func isThere(_ path: String) throws(SystemError) -> Bool {
    if access(path, F_OK) == 0 { return true }
    guard errno == ENOENT else { throw SystemError(errno, "access", path) }
    return false
  }
}
