import SQLite

/// Why a ledger could not be opened, read or written.
public struct LedgerError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Whether the file itself is unusable, so that no later try can help.
  ///
  /// False for what heals: no room, no permission, a lock held too long.
  public let isBroken: Bool
  /// Whether there is no file at all: the run has kept no list, or it has been removed.
  public let isAbsent: Bool
  /// A sentence that says what is wrong and what to do.
  public let description: String

  /// An error of this text.
  public init(isBroken: Bool, isAbsent: Bool = false, _ description: String) {
    self.isBroken = isBroken
    self.isAbsent = isAbsent
    self.description = description
  }

  /// There is no ledger.
  init(absent place: LedgerPlace) {
    self.init(
      isBroken: true, isAbsent: true,
      """
      Run \(place.run) has kept no list of its failed objects: \(place.path) is not there; start \
      the job to open a new run, which compares everything.
      """)
  }

  /// The file is another run's.
  init(_ place: LedgerPlace, isOf job: String, _ run: Int64) {
    self.init(
      isBroken: true,
      """
      The ledger \(place.path) belongs to run \(run) of job \(job), not to run \(place.run) of \
      \(place.job).
      """)
  }

  init(_ error: SQLiteError, path: String) {
    isAbsent = false
    isBroken = error.isCorrupt || error.isNotADatabase
    description =
      if isBroken {
        "The run's ledger \(path) is damaged (\(error)); start the job to open a new run."
      } else if error.isFull {
        "The ledger \(path) cannot grow (\(error)); make room on its file system and start the job."
      } else {
        "The ledger \(path) cannot be used now: \(error)."
      }
  }

  init(_ error: SchemaError) {
    isAbsent = false
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
