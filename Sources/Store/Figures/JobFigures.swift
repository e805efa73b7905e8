public import Calendar
public import Migration

/// What is counted about one root job, its sub-jobs included.
public struct JobFigures: Hashable, Sendable {
  /// The job.
  public var id: JobID
  /// Its name.
  public var name: String
  /// Runs that its schedule may still open; nil for any number.
  public var remaining: Int64?
  /// When its start rule is due; nil if it is not.
  public var nextStart: Instant?
  /// The end of the newest run after which everything was at the destination; nil if there is none.
  public var lastSuccess: Instant?
  /// From slots to the opening of their runs, in microseconds, summed up.
  public var delay: Int64
  /// How many slots that is.
  public var delayed: Int64
  /// Jobs of its family that need a person.
  public var attention: Int64
  /// What became of its slots.
  public var slots: [SlotTotal]
  /// What became of its runs.
  public var runs: [RunTotal]
}
