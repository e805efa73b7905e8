public import Calendar
public import Engine
import SQLite

// Whether the disk takes what is written, and how long is waited for another process's lock.

extension JobDatabase {
  /// Returns when something is on the disk that was written since the last call: a commit that went
  /// through since, or else a row of its own.
  ///
  /// - Throws: `StoreFailure` if the disk refuses. A disk that hangs lets it hang.
  public func prove(at now: Instant) throws(StoreFailure) {
    guard !hasWritten else {
      hasWritten = false
      return
    }
    do throws(SQLiteError) {
      try database.transaction { () throws(SQLiteError) in
        try perform(
          """
          INSERT INTO meta VALUES ('alive', ?)
          ON CONFLICT(key) DO UPDATE SET value = excluded.value
          """, .text("\(now.microseconds)"))
      }
    } catch {
      throw refused(StoreFailure(error))
    }
    taken(false)
  }

  /// Whether no transaction is open: between two steps of the loop none may be.
  public var isAtRest: Bool { database.isAutocommit && !isTogether }

  /// A count that grows whenever something is written.
  public var changeCount: Int64 { database.totalChanges }

  /// A write went through.
  ///
  /// - Parameter isDurable: Whether it had anything to put on the disk.
  func taken(_ isDurable: Bool) {
    hasWritten = hasWritten || isDurable
    if isLockedOut {
      isLockedOut = false
      database.setPatience(milliseconds: patience)
    }
  }

  /// A write was refused.
  ///
  /// Whoever else holds the lock may hold it for long: one write waits for it, the next ones only
  /// ask, so that the loop goes around.
  func refused(_ failure: StoreFailure) -> StoreFailure {
    hasWritten = false
    if failure.kind == .busy, !isLockedOut {
      isLockedOut = true
      database.setPatience(milliseconds: min(patience, 50))
    }
    return failure
  }
}
