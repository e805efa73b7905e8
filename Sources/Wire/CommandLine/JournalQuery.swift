/// What `ferry logs` asks the journal for: the words behind `journalctl`.
///
/// Source: journalctl(1).
public struct JournalQuery: Hashable, Sendable {
  /// The job.
  public var job: String
  /// Whether the lines of its sub-jobs are wanted, too.
  public var includesSubJobs = false
  /// Only this run, and of sub-jobs those that come of it.
  public var run: Int64?
  /// Whether to wait for new lines.
  public var follows = false
  /// Not before this moment, in words of systemd.time(7).
  public var since: String?
  /// The newest so many lines only.
  public var lines: Int64?
  /// Whether each record is told as JSON, with all its fields.
  public var asJSON = false
  /// Whether the daemon is this user's own, and not the system's.
  public var ofUser = false

  /// A query for all lines about a job.
  public init(job: String) {
    self.job = job
  }

  /// The arguments; values never stand alone, so that none is taken for a flag.
  ///
  /// The unit is asked for because anybody may write a record with `FERRY_JOB=` in it, but only
  /// journald says from which unit it comes.
  public var arguments: [String] {
    var words = ofUser ? ["--user-unit=ferryd.service"] : ["--unit=ferryd.service"]
    if asJSON { words.append("--output=json") }
    if let lines { words.append("--lines=\(lines)") }
    if let since { words.append("--since=\(since)") }
    if follows { words.append("--follow") }
    words += ["--", "FERRY_JOB=\(job)"]
    if let run { words.append("FERRY_RUN_ID=\(run)") }
    guard includesSubJobs else { return words }
    words += ["+", "FERRY_ROOT_JOB=\(job)"]
    if let run { words.append("FERRY_ROOT_RUN=\(run)") }
    return words
  }
}
