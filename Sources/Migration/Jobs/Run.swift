public import Calendar

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
  /// Where its objects come from.
  public let input: RunInput
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
  /// What of it still fails after its retries; nil while it goes on.
  public var remainder: Remainder?

  /// A run.
  public init(
    job: JobID, number: RunNumber, trigger: Trigger, slot: Instant?,
    input: RunInput = .listing, source: String, destination: String, opened: Instant,
    ended: Instant? = nil, counts: RunCounts = RunCounts(), remainder: Remainder? = nil
  ) {
    self.job = job
    self.number = number
    self.trigger = trigger
    self.slot = slot
    self.input = input
    self.source = source
    self.destination = destination
    self.opened = opened
    self.ended = ended
    self.counts = counts
    self.remainder = remainder
  }
}
