/// Where a run's ledger is, and whose it must be.
public struct LedgerPlace: Hashable, Sendable {
  /// The file.
  public var path: String
  /// The job's identity, as the ledger keeps it.
  public var job: String
  /// The run's number.
  public var run: Int64

  /// A place.
  public init(path: String, job: String, run: Int64) {
    self.path = path
    self.job = job
    self.run = run
  }
}
