/// The figures that there are, in the order in which they are told; names never change.
///
/// Base units and `_total` by the conventions of Prometheus.
///
/// Source: <https://prometheus.io/docs/practices/naming/>
public enum Metric: String, Hashable, Sendable, CaseIterable {
  /// Which ferry it is.
  case buildInfo = "ferry_build_info"
  /// When the daemon started.
  case startTime = "ferry_start_time_seconds"
  /// Root jobs by their status.
  case jobs = "ferry_jobs"
  /// Sub-jobs by their status.
  case subJobs = "ferry_sub_jobs"
  /// Slots by what became of them.
  case slots = "ferry_slots_total"
  /// Runs by what became of them.
  case runs = "ferry_runs_total"
  /// How long runs took.
  case runDuration = "ferry_run_duration_seconds"
  /// How late runs were opened.
  case startDelay = "ferry_start_delay_seconds"
  /// The end of the newest run without failures.
  case lastSuccess = "ferry_last_success_timestamp_seconds"
  /// The next start of a schedule.
  case nextStart = "ferry_next_start_timestamp_seconds"
  /// What is left of `MaxScheduleCount=`.
  case runsRemaining = "ferry_schedule_runs_remaining"
  /// Objects by what became of them.
  case objects = "ferry_objects_total"
  /// Bytes that were copied.
  case bytes = "ferry_bytes_total"
  /// Who needs a person.
  case attention = "ferry_attention"
  /// What was decided about retries.
  case retries = "ferry_retry_children_total"
  /// Steps of the clock.
  case clockSteps = "ferry_clock_steps_total"
  /// Locks that were held for too long.
  case busy = "ferry_db_busy_total"
  /// The database's size.
  case databaseBytes = "ferry_db_bytes"
  /// Its log's size.
  case logBytes = "ferry_wal_bytes"
  /// Whether the newest reload was taken over.
  case reloadSuccessful = "ferry_config_last_reload_successful"
  /// When one was last taken over.
  case reloadTime = "ferry_config_last_reload_success_timestamp_seconds"
  /// Whether jobs are left out.
  case truncated = "ferry_metrics_truncated"

  /// How its values are to be read.
  public enum Kind: String, Sendable {
    /// Only grows, until the daemon is restarted or the job is deleted.
    case counter
    /// Goes up and down.
    case gauge
    /// A sum and a count.
    case summary
  }

  /// How its values are to be read.
  public var kind: Kind {
    switch self {
    case .slots, .runs, .objects, .bytes, .retries, .clockSteps, .busy: .counter
    case .runDuration, .startDelay: .summary
    case .buildInfo, .startTime, .jobs, .subJobs, .lastSuccess, .nextStart, .runsRemaining,
      .attention, .databaseBytes, .logBytes, .reloadSuccessful, .reloadTime, .truncated:
      .gauge
    }
  }

  /// One line about it.
  public var help: String {
    switch self {
    case .buildInfo: "The version of ferryd, as a label."
    case .startTime: "When the daemon started."
    case .jobs: "Root jobs by status."
    case .subJobs: "Sub-jobs, which retries make, by status."
    case .slots: "Slots of start rules by what became of them."
    case .runs: "Runs that have ended, those of a job's retries included."
    case .runDuration: "From the opening of runs to their end, pauses included."
    case .startDelay: "From slots to the opening of their runs, jitter included."
    case .lastSuccess:
      "The end of the newest run of which everything is at the destination, by its retries too."
    case .nextStart: "When the start rule is due next."
    case .runsRemaining: "Runs that the schedule may still open by MaxScheduleCount."
    case .objects: "Objects of runs that have ended by what became of them."
    case .bytes: "Bytes of the objects that were copied."
    case .attention: "Jobs of the family that need a person: ferry status tells why."
    case .retries: "Automatic and manual retries by what was decided, since the start."
    case .clockSteps: "How often the wall clock was set, since the start."
    case .busy: "How often a lock of a database was held for too long, since the start."
    case .databaseBytes: "Size of the main database."
    case .logBytes: "Size of the main database's write-ahead log."
    case .reloadSuccessful: "Whether the newest configuration that was read is in force."
    case .reloadTime: "When a configuration was taken over last."
    case .truncated: "1 if there are more jobs than are told here."
    }
  }
}
