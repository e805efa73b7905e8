extension RetryFacts {
  /// What stands against a retry, the first in the documented order; nil if nothing does.
  ///
  /// One function for what a person asks and for what ferry does by itself.
  ///
  /// - Parameter name: How the job was named.
  public func objection(named name: String) -> Refusal? {
    objectionOfJob(name) ?? objectionOfRun(name) ?? objectionOfSurroundings(name)
  }

  private func objectionOfJob(_ name: String) -> Refusal? {
    guard let status else {
      return Refusal(
        .noSuchJob,
        "The specified import job does not exist: '\(shown(name))'; list-job --all shows them")
    }
    switch status {
    case .finished: return nil
    case .interrupted:
      return Refusal(
        .jobIsInterrupted,
        "job '\(name)' is interrupted: its list of failed objects cannot be relied on; "
          + "start-job opens a new run")
    case .begin, .launching, .preparing, .doing, .suspended, .closing, .deleting:
      return Refusal(
        .jobIsNotFinished,
        "job '\(name)' is \(status.word): only what a finished run left can be retried; "
          + wayToFinished(status))
    }
  }

  /// What has to be done until there is a finished run.
  private func wayToFinished(_ status: JobStatus) -> String {
    switch status {
    case .begin: "start-job opens its first run"
    case .launching, .preparing, .doing: "wait for its end, or end it with close-job"
    case .suspended: "start-job continues it, close-job ends it"
    case .finished, .closing: "try again when it has ended"
    case .interrupted: "start-job opens a new run"
    case .deleting: "its history goes with it"
    }
  }

  private func objectionOfRun(_ name: String) -> Refusal? {
    guard let run else {
      return Refusal(
        .historyIsEmpty, "job '\(name)' has no run in its history; start-job opens one")
    }
    guard failed > 0 else {
      return Refusal(
        .historyNoNeedRetry,
        "run \(run) of job '\(name)' has no failed objects; there is nothing to do")
    }
    if let remainder, remainder.failing <= 0 {
      return Refusal(
        .historyNoNeedRetry,
        "all \(failed) objects that failed in run \(run) of job '\(name)' have been moved since; "
          + "there is nothing to do")
    }
    switch RetryReadiness(remainder, hasLiveRetry: liveRetry != nil) {
    case .ready: return nil
    case .noNeed:
      return Refusal(
        .resultNoNeedRetry,
        "what still fails of run \(run) of job '\(name)' cannot be moved by a retry: "
          + "'ferry failed \(name)' tells why")
    case .notReady:
      let why =
        liveRetry.map {
          "job '\($0)' takes it already; wait for its end, or end it first with close-job, "
            + "or with delete-job if it was never started"
        }
        ?? "its list of failed objects is not ready yet; try again shortly"
      return Refusal(.resultNotReadyRetry, "run \(run) of job '\(name)': \(why)")
    }
  }

  private func objectionOfSurroundings(_ name: String) -> Refusal? {
    if lacksSecret {
      return Refusal(
        .emptyAccessSecret,
        "the source of job '\(name)' needs its secret for a retry; give --access-secret -")
    }
    if let unreachable {
      return Refusal(
        .verifyAddressUnavailable, "job '\(name)' cannot be retried now: \(unreachable)")
    }
    if depth > maxDepth {
      return Refusal(
        .jobDepthExceeded,
        "job '\(name)' stands at depth \(depth - 1), and MaxDepth= allows \(maxDepth); "
          + "retry its root job instead, or raise MaxDepth=")
    }
    if subJobs >= maxSubJobs {
      return Refusal(
        .jobLimit,
        "job '\(name)' cannot be retried: there are \(subJobs) sub-jobs, which is all that "
          + "MaxJobs= allows; delete some, or raise it in ferryd.conf")
    }
    return nil
  }
}
