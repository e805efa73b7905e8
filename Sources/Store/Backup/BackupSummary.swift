public import Calendar

/// What a backup holds.
public struct BackupSummary: Hashable, Sendable {
  /// When it was made.
  public var made: Instant
  /// The version of ferry that made it.
  public var release: String
  /// The schema's version of the database in it.
  public var schema: Int64
  /// Jobs, sub-jobs included.
  public var jobs: Int64
  /// Runs of these jobs.
  public var runs: Int64
  /// Runs of which the list of failed objects is in it.
  public var ledgers: Int64
  /// The objects in these lists.
  public var failures: Int64
  /// Ended runs with failed objects of which the list could not be read.
  public var leftOut: Int64
  /// Rows that were damaged in the database itself, and are so in the backup.
  public var damaged: Int64
}
