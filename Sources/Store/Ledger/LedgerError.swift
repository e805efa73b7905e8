import SQLite

/// Why a ledger could not be opened, read or written.
public struct LedgerError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Whether the file itself is unusable, so that no later try can help.
  ///
  /// False for what heals: no room, no permission, a lock held too long.
  public let isBroken: Bool
  /// A sentence that says what is wrong and what to do.
  public let description: String

  /// An error of this text.
  public init(isBroken: Bool, _ description: String) {
    self.isBroken = isBroken
    self.description = description
  }

  init(_ error: SQLiteError, path: String) {
    isBroken = error.isCorrupt || error.isNotADatabase
    description =
      if isBroken {
        "The run's ledger \(path) is damaged (\(error)); start the job to open a new run."
      } else if error.isFull {
        "The ledger \(path) cannot grow (\(error)); make room on its file system."
      } else {
        "The ledger \(path) cannot be used now: \(error)."
      }
  }

  init(_ error: SchemaError) {
    isBroken =
      switch error {
      case .foreign, .newer, .corrupt: true
      case .failed: false
      }
    description =
      switch error {
      case .foreign(let path, _), .corrupt(let path, _):
        "The run's ledger \(path) is damaged or no ledger; start the job to open a new run."
      case .newer, .failed: "The run's ledger cannot be used: \(error)"
      }
  }
}
