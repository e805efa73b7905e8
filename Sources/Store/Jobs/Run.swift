public import Calendar
public import Migration

/// One execution of a job, as it is kept.
public struct Run: Hashable, Sendable {
  /// The job.
  public let job: JobID
  /// Its number within the job.
  public let number: RunNumber
  /// Why it began.
  public let trigger: Trigger
  /// The slot that opened it; nil if a person did.
  public let slot: Instant?
  /// Where it reads from, as the address said when it was opened.
  public let source: String
  /// Where it writes to, likewise.
  public let destination: String
  /// When it was opened.
  public let opened: Instant
  /// When it ended; nil while it goes on.
  public var ended: Instant?
  /// Its figures, by its ledger; final once it has ended.
  public var counts: RunCounts

  /// A run.
  public init(
    job: JobID, number: RunNumber, trigger: Trigger, slot: Instant?, source: String,
    destination: String, opened: Instant, ended: Instant? = nil, counts: RunCounts = RunCounts()
  ) {
    self.job = job
    self.number = number
    self.trigger = trigger
    self.slot = slot
    self.source = source
    self.destination = destination
    self.opened = opened
    self.ended = ended
    self.counts = counts
  }
}
