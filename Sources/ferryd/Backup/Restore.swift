import Calendar
import Engine
import Glibc
import Migration
import Platform
import Store
import Wire

/// Makes the state of a backup the daemon's: `ferryd --restore FILE`.
struct Restore {
  let daemon: Daemon
  let file: String

  private var state: String { daemon.arguments.state }

  /// Restores, and tells on standard output what came of it.
  func run() throws(ExitReason) {
    try daemon.makeFolder(state, 0o700)
    let owner = try system { () throws(SystemError) in
      try StateOwner(of: state, by: daemon.user)
    }
    let lock = try daemon.lockState()
    defer { withExtendedLifetime(lock) {} }
    // Nothing is touched before it is known that there is something to put in its place.
    let backup = try open(by: owner)
    let place = RestoredState(state: state)
    _ = try system { () throws(SystemError) in try place.complete() }
    try removeUnfinished()
    let prepared = "\(state)/\(Self.unfinished)"
    guard mkdir(prepared, 0o700) == 0 else {
      throw ExitReason(.unavailable, "\(SystemError(errno, "mkdir", prepared))")
    }
    let restored = try prepare(prepared, of: backup)
    let ending = ending()
    try system { () throws(SystemError) in try place.commit(prepared, ending: ending) }
    let moved = try system { () throws(SystemError) in try place.complete() } ?? []
    tell(backup.summary, restored, moved)
  }

  /// Opens the backup, which may lie where only the caller can read it.
  private func open(by owner: StateOwner) throws(ExitReason) -> BackupFile {
    let opened: Result<BackupFile, BackupError>
    do throws(SystemError) {
      opened = try owner.asCaller { () -> Result<BackupFile, BackupError> in
        do throws(BackupError) {
          return .success(try BackupFile(file))
        } catch {
          return .failure(error)
        }
      }
    } catch {
      throw ExitReason(.unavailable, error)
    }
    do throws(BackupError) {
      return try opened.get()
    } catch {
      throw Self.reason(error)
    }
  }

  // MARK: - The new state

  private func prepare(
    _ folder: String, of backup: borrowing BackupFile
  ) throws(ExitReason) -> Engine.Restored {
    let database = folder + "/ferry.db"
    let ledgers = LedgerFolder(path: folder + "/ledgers")
    guard mkdir(ledgers.path, 0o700) == 0 else {
      throw ExitReason(.unavailable, "\(SystemError(errno, "mkdir", ledgers.path))")
    }
    do {
      try backup.writeLedgers(to: { ledgers.ledger(of: $0, $1) }) { (path) throws(BackupError) in
        // What cannot be synced is told below, when all are.
        chmod(path, 0o600)
      }
      try backup.writeDatabase(to: database)
    } catch {
      throw Self.reason(error)
    }
    let restored = try settle(database, backup.summary)
    try system { () throws(SystemError) in
      for path in [database] + (try FolderNames.read(ledgers.path).map { ledgers.path + "/" + $0 })
      {
        chmod(path, 0o600)
        let file = try FileDescriptor.open(path, O_RDONLY)
        try file.sync(path: path)
      }
      try AtomicFile.syncFolder(ledgers.path)
      try AtomicFile.syncFolder(folder)
    }
    return restored
  }

  /// Brings the database to now, by the rules that a daemon goes by.
  private func settle(
    _ path: String, _ summary: BackupSummary
  ) throws(ExitReason) -> Engine.Restored {
    let zones = ZoneFiles.standard()
    let now = WallClock.now()
    let made = ISOTime.text(summary.made)
    do {
      let store = try JobDatabase(writing: path, checks: false)
      let engine = Engine(
        store: store, mover: RestingMover(),
        zones: ZoneCache(zones, Log(sink: StderrSink(), level: .error)), notes: SilentNotes(),
        limits: EngineLimits(), paths: PathRules(own: []), serverZone: zones.serverZoneName(),
        freshVersion: { UUIDText.random() })
      let restored = try engine.settleBackup(
        { (last) throws(StoreFailure) in try store.jobNumbers(after: last, limit: 256) },
        why: "restored from a backup of \(made); start-job opens a new run", now: now)
      try store.setRunning(false)
      return restored
    } catch let error as StoreFailure {
      throw ExitReason(.unavailable, "the restored state could not be written: \(error.message)")
    } catch {
      throw ExitReason(.damagedState, "the backup \(file) cannot be used: \(error)")
    }
  }

  // MARK: - Surroundings

  private static let unfinished = "restore.unfinished"

  /// What a restore that was killed has left.
  private func removeUnfinished() throws(ExitReason) {
    let folder = "\(state)/\(Self.unfinished)"
    for path in [folder + "/ledgers", folder] where access(path, F_OK) == 0 {
      for name in try system({ () throws(SystemError) in try FolderNames.read(path) }) {
        unlink(path + "/" + name)
      }
      guard rmdir(path) == 0 else {
        throw ExitReason(.unavailable, "\(SystemError(errno, "rmdir", path))")
      }
    }
  }

  /// An ending that no earlier restore has used.
  private func ending() -> String {
    let time = LocalTimeText.compact(WallClock.now())
    var ending = "before-restore-\(time)"
    var count = 1
    while access("\(state)/ferry.db.\(ending)", F_OK) == 0
      || access("\(state)/ledgers.\(ending)", F_OK) == 0
    {
      count += 1
      ending = "before-restore-\(time)-\(count)"
    }
    return ending
  }

  private func system<Value>(
    _ body: () throws(SystemError) -> Value
  ) throws(ExitReason) -> Value {
    do throws(SystemError) {
      return try body()
    } catch {
      throw ExitReason(.unavailable, "\(error)")
    }
  }

  private static func reason(_ error: BackupError) -> ExitReason {
    switch error.kind {
    case .absent: ExitReason(.noInput, error.description)
    case .unusable: ExitReason(.damagedState, error.description)
    case .failed, .ended: ExitReason(.unavailable, error.description)
    }
  }

  private func tell(_ summary: BackupSummary, _ restored: Engine.Restored, _ moved: [String]) {
    var lines = [
      "restored into \(state): \(summary.jobs) jobs, \(summary.runs) runs, \(summary.ledgers) lists "
        + "of failed objects, as of \(ISOTime.text(summary.made))"
    ]
    if !moved.isEmpty { lines.append("moved aside: \(moved.joined(separator: ", "))") }
    if restored.interrupted > 0 {
      lines.append(
        "interrupted: \(restored.interrupted) runs that were not over; start-job opens new ones")
    }
    if restored.passedOver > 0 {
      lines.append("recorded as skipped (missed): \(restored.passedOver) starts since the backup")
    }
    if restored.dropped > 0 {
      lines.append(
        "not retried by themselves: the failures of \(restored.dropped) jobs; see retry-job")
    }
    if restored.damaged > 0 {
      lines.append("damaged: \(restored.damaged) jobs, which the log tells of")
    }
    lines.append("the key of stored secrets is in no backup: secret.key stays as it is")
    for line in lines { print(line) }
  }
}
