public import Calendar
public import Migration

/// A future event of a job: one row of the timer queue.
public struct DueEvent: Hashable, Sendable {
  /// The job.
  public var job: JobID
  /// What will happen.
  public var kind: Kind
  /// When.
  public var at: Instant

  /// An event.
  public init(job: JobID, kind: Kind, at: Instant) {
    self.job = job
    self.kind = kind
    self.at = at
  }

  /// What a due event can be.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// The start rule fires.
    case start
    /// The suspend rule fires.
    case suspend
    /// The run has been under way for as long as it may.
    case limit
    /// What failed in the newest run is tried again.
    case retry
    /// What is kept of old runs goes.
    case prune
    /// The limits of a run that goes on change by the time of day.
    case throttle

    /// Whether it comes of the job's rules.
    public var isOfRule: Bool {
      switch self {
      case .start, .suspend: true
      case .limit, .retry, .prune, .throttle: false
      }
    }
  }
}
