public import Calendar
public import Migration

/// One recorded status change of a run (`CommitId` on the wire).
public struct RunCommit: Hashable, Sendable {
  /// Its number within the job's history, from 1.
  public var number: Int64
  /// The run.
  public var run: RunNumber
  /// The status that began with it.
  public var status: JobStatus
  /// Who caused it: `user` or `system`.
  public var cause: Effect.Operator
  /// Why, if there is something to say.
  public var message: String
  /// When the status began.
  public var started: Instant
  /// When it ended; nil for the current one.
  public var ended: Instant?
  /// The figures when it began; nil if none were known.
  public var counts: RunCounts?
  /// Why the run began.
  public var trigger: Trigger
  /// The slot that opened the run.
  public var slot: Instant?
}
