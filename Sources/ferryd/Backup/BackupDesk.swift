import Glibc
import Migration
import Platform
import Server
import Store
import Synchronization
import Wire

/// Makes backups for who asks, one at a time, on the asking thread.
final class BackupDesk: Sendable {
  private let state: String
  private let ledgers: LedgerFolder
  private let log: Log
  private let isBusy = Atomic(false)
  private let isEnding = Atomic(false)

  /// A desk for a state folder; what a daemon that was killed has left of a backup goes.
  init(state: String, ledgers: LedgerFolder, log: Log) {
    self.state = state
    self.ledgers = ledgers
    self.log = log
    removeUnfinished()
  }

  /// No backup is made any more, and one that is being made ends soon.
  func close() {
    isEnding.store(true, ordering: .relaxed)
  }

  /// Makes a backup.
  ///
  /// - Returns: It, open; it has no name any more, so that it is gone with its last reader.
  func make() throws(Refusal) -> ResponseFile {
    guard !isBusy.exchange(true, ordering: .acquiring) else {
      throw Refusal(.unavailable, "another backup is being made; try again when it is done")
    }
    defer { isBusy.store(false, ordering: .releasing) }
    defer { removeUnfinished() }
    try refuseLackOfSpace()
    do {
      // Here, so that nobody else can open it: SQLite would go by the umask.
      let empty = try FileDescriptor.open(path, O_RDWR | O_CREAT | O_EXCL, mode: 0o600)
      _ = consume empty
      let summary = try maker.make(at: path, release: Release.version, now: WallClock.now())
      let file = try FileDescriptor.open(path, O_RDONLY)
      var facts = stat()
      guard fstat(file.raw, &facts) == 0 else { throw SystemError(errno, "fstat", path) }
      log.notice(
        "backup made: \(summary.jobs) jobs, \(summary.runs) runs, \(summary.ledgers) lists of "
          + "failed objects, \(facts.st_size) bytes"
          + (summary.damaged > 0 ? "; \(summary.damaged) rows in it are damaged" : ""))
      return ResponseFile(owning: file.release(), size: UInt64(clamping: facts.st_size))
    } catch let error as BackupError {
      throw Refusal(
        error.kind == .ended ? .unavailable : .internalError,
        "no backup was made: \(error.description)")
    } catch {
      throw Refusal(.internalError, "no backup was made: \(error)")
    }
  }

  /// It is made beside the state: what takes the last room there stops all runs.
  private func refuseLackOfSpace() throws(Refusal) {
    var needed = Self.spare
    for ending in ["", "-wal"] {
      var facts = stat()
      if stat("\(state)/ferry.db\(ending)", &facts) == 0 {
        needed = needed.addingClamped(Int64(facts.st_size))
      }
    }
    // What cannot be measured is found by writing.
    guard let free = try? FreeSpace.bytes(at: state), free < needed else { return }
    throw Refusal(
      .unavailable,
      "no backup was made: it is made in \(state) first, where \(SizeText.bytes(free)) are free and "
        + "about \(SizeText.bytes(needed)) are needed; free space")
  }

  /// What is to be left beside a backup, in bytes.
  private static let spare: Int64 = 64 << 20

  private var maker: BackupMaker {
    BackupMaker(
      database: state + "/ferry.db", ledger: { [ledgers] in ledgers.ledger(of: $0, $1) },
      goOn: { [self] in !isEnding.load(ordering: .relaxed) })
  }

  private var path: String { state + "/backup.unfinished" }

  private func removeUnfinished() {
    for ending in ["", "-journal", "-wal", "-shm"] { unlink(path + ending) }
  }
}
