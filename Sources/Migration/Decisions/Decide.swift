import Calendar

/// What a job becomes when something happens to it, and what has to be done about it.
///
/// The whole job machine: every pair of state and event stands here or in `decideMover`. Nothing
/// is read and nothing is done; after a crash the same function is asked again with `.booted`.
///
/// - Parameters:
///   - state: Where the job stands.
///   - event: What has happened.
///   - facts: Runs and counts of the job.
/// - Returns: The new state and the effects, records before acts.
/// - Throws: `IllegalTransition` for a person's request that the state does not allow. Slots and
///   reports of the mover are never illegal: what they cannot change, they leave.
public func decide(
  _ state: JobState, _ event: JobEvent, facts: JobFacts
) throws(IllegalTransition) -> (state: JobState, effects: [Effect]) {
  switch event {
  case .start: try decideStart(state, facts)
  case .pause: dropped(try decidePause(state), .held, facts)
  case .close: dropped(try decideClose(state), .held, facts)
  case .delete: try decideDelete(state)
  case .startSlot(let slot, let trigger): decideSlot(state, slot, trigger, facts)
  case .suspendSlot: dropped(decideSuspendSlot(state), .closed, facts)
  case .timeUp: decideTimeUp(state)
  case .retry(let input, let cause): try decideRetry(state, input, cause, facts)
  case .superseded(let run): decideSuperseded(state, by: run)
  case .familyIdle: decideFamilyIdle(state, facts)
  case .admitted: decideAdmitted(state)
  case .booted: decideBooted(state, facts)
  case .mover(let event): retried(followed(decideMover(state, event), facts), from: state, facts)
  }
}

// MARK: - Requests

private func decideStart(
  _ state: JobState, _ facts: JobFacts
) throws(IllegalTransition) -> (state: JobState, effects: [Effect]) {
  switch state {
  case .begin, .finished, .interrupted:
    return opened(facts.nextRun, .manual, slot: nil, input: facts.input, by: .user)
  case .suspended(let run, _):
    return resumed(run, by: .user)
  // Illegal from here on.
  case .launching:
    throw illegal(
      state, "start", "it waits for a place already; pause-job and close-job are possible")
  case .preparing, .doing:
    throw illegal(state, "start", "it runs already; pause-job and close-job are possible")
  case .closing:
    throw illegal(state, "start", "its run is just ending; start it when it is finished")
  case .deleting:
    throw illegal(state, "start", "it is being removed")
  }
}

/// Opens a run for what failed in an earlier one: a sub-job's first, or the job's own next.
private func decideRetry(
  _ state: JobState, _ input: RunInput, _ cause: Effect.Operator, _ facts: JobFacts
) throws(IllegalTransition) -> (state: JobState, effects: [Effect]) {
  switch state {
  case .begin, .finished, .interrupted:
    return opened(facts.nextRun, .retry, slot: nil, input: input, by: cause)
  // Illegal from here on.
  case .launching, .preparing, .doing:
    throw illegal(state, "be retried", "wait for the end of its run; close-job ends it at once")
  case .suspended:
    throw illegal(
      state, "be retried", "its run has not ended; start-job continues it, close-job ends it")
  case .closing:
    throw illegal(state, "be retried", "its run is just ending; retry it when it is finished")
  case .deleting:
    throw illegal(state, "be retried", "it is being removed")
  }
}

private func decidePause(
  _ state: JobState
) throws(IllegalTransition) -> (state: JobState, effects: [Effect]) {
  switch state {
  case .launching(let run), .preparing(let run), .doing(let run):
    return paused(state, run, .hand, by: .user, message: "")
  // A person's pause outweighs the schedule's: only a person resumes it then.
  case .suspended(let run, .schedule):
    return (
      .suspended(run, .hand),
      [.record(.status(run, .suspended, .user, message: "paused by hand, no longer by its rule"))]
    )
  case .suspended(let run, .attention(let cause)):
    return (
      .suspended(run, .hand),
      [
        .record(
          .status(run, .suspended, .user, message: "paused by hand, no longer because: \(cause)"))
      ]
    )
  // Illegal from here on.
  case .begin:
    throw illegal(state, "pause", "it has never been started; start-job is possible")
  case .suspended(_, .hand):
    throw illegal(state, "pause", "it is paused already; start-job continues it, close-job ends it")
  case .closing:
    throw illegal(state, "pause", "its run is just ending")
  case .finished, .interrupted:
    throw illegal(state, "pause", "no run is going on; start-job opens the next")
  case .deleting:
    throw illegal(state, "pause", "it is being removed")
  }
}

private func decideClose(
  _ state: JobState
) throws(IllegalTransition) -> (state: JobState, effects: [Effect]) {
  switch state {
  case .launching, .preparing, .doing, .suspended:
    return cut(state, by: .user, message: "closed by hand")
  // Illegal from here on.
  case .begin:
    throw illegal(state, "close", "it has never been started; start-job is possible")
  case .closing:
    throw illegal(state, "close", "it is closing already")
  case .finished, .interrupted:
    throw illegal(state, "close", "no run is going on; start-job opens the next")
  case .deleting:
    throw illegal(state, "close", "it is being removed")
  }
}

private func decideDelete(
  _ state: JobState
) throws(IllegalTransition) -> (state: JobState, effects: [Effect]) {
  switch state {
  // Settling is what removes half-written files; without its ledger nobody could find them.
  case .preparing(let run), .doing(let run):
    return (.deleting, [.act(.halt), .act(.settle(run)), .act(.discard)])
  case .launching(let run), .suspended(let run, _):
    return (.deleting, [.act(.settle(run)), .act(.discard)])
  case .begin, .closing, .finished, .interrupted:
    return (.deleting, [.act(.discard)])
  case .deleting:
    throw illegal(state, "be deleted", "it is being removed already")
  }
}

// MARK: - The daemon

private func decideAdmitted(_ state: JobState) -> (state: JobState, effects: [Effect]) {
  switch state {
  case .launching(let run):
    (
      .preparing(run),
      [.record(.status(run, .preparing, .system, message: "")), .act(.prepare(run))]
    )
  case .begin, .preparing, .doing, .suspended, .closing, .finished, .interrupted, .deleting:
    (state, [])
  }
}

/// What was going on when the daemon ended goes on; its status does not change by that.
private func decideBooted(
  _ state: JobState, _ facts: JobFacts
) -> (state: JobState, effects: [Effect]) {
  switch state {
  case .preparing(let run), .doing(let run): (state, [.act(.prepare(run))])
  case .closing(let run, _): (state, [.act(.settle(run))])
  // What the removal has not come to: half-written files, and word to those above a retry.
  case .deleting:
    if facts.hasOpenRun, let run = facts.lastRun {
      (state, [.act(.settle(run)), .act(.discard)])
    } else {
      (state, [.act(.discard)])
    }
  case .begin, .launching, .suspended, .finished, .interrupted: (state, [])
  }
}

// MARK: - Pieces

func opened(
  _ run: RunNumber, _ trigger: Trigger, slot: Instant?, input: RunInput,
  by cause: Effect.Operator
) -> (state: JobState, effects: [Effect]) {
  (
    .launching(run),
    [
      .record(.openRun(run, trigger, slot: slot, input: input)),
      .record(.status(run, .launching, cause, message: "")),
    ]
  )
}

func resumed(
  _ run: RunNumber, by cause: Effect.Operator
) -> (state: JobState, effects: [Effect]) {
  (.launching(run), [.record(.status(run, .launching, cause, message: ""))])
}

func paused(
  _ state: JobState, _ run: RunNumber, _ pause: JobState.Pause, by cause: Effect.Operator,
  message: String
) -> (state: JobState, effects: [Effect]) {
  var effects = [Effect.record(.status(run, .suspended, cause, message: message))]
  // A run that waits for its place has no mover to stop.
  if state.status != .launching { effects.append(.act(.halt)) }
  return (.suspended(run, pause), effects)
}

/// Ends a run early, with what is done.
func cut(
  _ state: JobState, by cause: Effect.Operator, message: String
) -> (state: JobState, effects: [Effect]) {
  switch state {
  case .launching(let run), .suspended(let run, _):
    (
      .closing(run, .cut),
      [.record(.status(run, .closing, cause, message: message)), .act(.settle(run))]
    )
  case .preparing(let run), .doing(let run):
    (
      .closing(run, .cut),
      [
        .record(.status(run, .closing, cause, message: message)),
        .act(.halt), .act(.settle(run)),
      ]
    )
  case .begin, .closing, .finished, .interrupted, .deleting: (state, [])
  }
}

private func illegal(_ state: JobState, _ request: String, _ reason: String) -> IllegalTransition {
  IllegalTransition(status: state.status, request: request, reason: reason)
}
