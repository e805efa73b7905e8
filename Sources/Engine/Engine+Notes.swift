import Migration

extension Engine {
  /// Runs a step that the store may refuse.
  ///
  /// - Returns: False if it refused; the trouble is noted once and the loop tries again.
  @discardableResult
  func attempt(_ step: () throws(StoreFailure) -> Void) -> Bool {
    do {
      try step()
    } catch {
      refused(error)
      return false
    }
    return true
  }

  /// Notes what the store refuses with; the same words are told once.
  func refused(_ failure: StoreFailure) {
    refusals &+= 1
    if storeTrouble?.message != failure.message { notes.note(.storeFailed(failure)) }
    storeTrouble = failure
  }

  /// Runs a step about one job; that job's damage is noted and does not stop the others.
  ///
  /// - Returns: False if the job cannot be read.
  @discardableResult
  func passingDamage(_ step: () throws(StoreFailure) -> Void) throws(StoreFailure) -> Bool {
    do {
      try step()
      return true
    } catch  where error.kind == .corrupt {
      if notedDamage.insert(error.message).inserted { notes.note(.storeFailed(error)) }
      return false
    }
  }

  /// What a client is told when the store refuses.
  func refusal(_ failure: StoreFailure) -> Refusal {
    switch failure.kind {
    case .full:
      Refusal(.unavailable, "the state folder's file system is full; free space and try again")
    case .busy:
      Refusal(
        .unavailable,
        "another process has locked the state; end whatever has ferry.db open and try again")
    case .corrupt, .failed, .conflict:
      Refusal(.internalError, "the state could not be written: \(failure.message)")
    }
  }

  /// Tells the log what a committed change means.
  func tell(from before: JobState, _ change: JobChange) {
    let job = change.job
    let name = job.definition.name
    for record in change.records {
      switch record {
      case .openRun(let run, let trigger, let slot, _):
        notes.note(.opened(job: name, run: run, trigger: trigger, slot: slot), of: job)
      case .endRun(let run, let settlement):
        notes.note(.ended(job: name, run: run, counts: settlement.counts), of: job)
      case .slot(let slot, .resumed(let run)):
        notes.note(.resumed(job: name, run: run, slot: slot), of: job)
      case .queue(let slot, _): notes.note(.queued(job: name, slot: slot), of: job)
      case .spend where change.job.facts.isExhausted:
        notes.note(.exhausted(job: name, runs: change.job.scheduleSpent), of: job)
      case .remove:
        notes.note(.removed(job: name), of: job)
      case .planRetry(let run):
        guard case .some(let at?) = change.due[.retry] else { break }
        notes.note(.retryPlanned(job: name, run: run, at: at), of: job)
      case .slot, .unqueue, .spend, .status, .breakRun:
        break
      }
    }
    guard before != change.job.state else { return }
    notes.note(
      .status(
        job: name, run: change.job.state.run, from: before.status, to: change.job.state.status,
        message: message(of: change)), of: job)
  }

  private func message(of change: JobChange) -> String {
    for case .status(_, _, _, let message) in change.records where !message.isEmpty {
      return message
    }
    return ""
  }
}
