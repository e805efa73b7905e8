import Engine
import SQLite

/// Why a backup could not be made, or is none that can be restored.
public struct BackupError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What kind of trouble it is.
  public enum Kind: Hashable, Sendable {
    /// There is no such file.
    case absent
    /// The file is no backup of this program, a damaged one, or one of a newer version.
    case unusable
    /// No room, no permission, a lock.
    case failed
    /// Somebody ended it.
    case ended
  }

  /// What kind of trouble it is.
  public let kind: Kind
  /// A sentence that says what is wrong and what to do.
  public let description: String

  init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }

  /// An error of SQLite about a backup file.
  init(_ error: SQLiteError, reading path: String) {
    if error.isNotADatabase {
      self.init(.unusable, "\(path) is no backup that 'ferry backup' has made")
    } else if error.isCorrupt || !Self.ofSystem.contains(error.code) {
      self.init(.unusable, "the backup \(path) is damaged (\(error)); take an older one")
    } else {
      self.init(.failed, "\(path) cannot be read: \(error)")
    }
  }

  /// The codes that speak of the machine and not of the file.
  ///
  /// Memory, locks, rights, input and output, room. A good backup gives no other error.
  ///
  /// Source: <https://www.sqlite.org/rescode.html>
  private static let ofSystem: Set<Int32> = [3, 5, 6, 7, 8, 9, 10, 13, 14, 23]

  /// An error of SQLite while something is written.
  init(_ error: SQLiteError, writing what: String) {
    if error.isFull {
      self.init(.failed, "there is no room for \(what) (\(error)); make some and try again")
    } else if error.isCorrupt || error.isNotADatabase {
      self.init(.failed, "the state is damaged, so that no backup of it is made: \(error)")
    } else {
      self.init(.failed, "\(what) could not be written: \(error)")
    }
  }

  /// An error of the store while something is written.
  init(_ error: StoreFailure) {
    self.init(.failed, error.message)
  }
}
