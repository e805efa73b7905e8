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
  case .admitted: decideAdmitted(state)
  case .booted: decideBooted(state)
  case .mover(let event): followed(decideMover(state, event), facts)
  }
}

// MARK: - Requests

private func decideStart(
  _ state: JobState, _ facts: JobFacts
) throws(IllegalTransition) -> (state: JobState, effects: [Effect]) {
  switch state {
  case .begin, .finished, .interrupted:
    return opened(facts.nextRun, .manual, slot: nil, by: .user)
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
  // Illegal from here on.
  case .begin:
    throw illegal(state, "pause", "it has never been started; start-job is possible")
  case .suspended:
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
  case .launching(let run), .suspended(let run, _):
    return (
      .closing(run),
      [.record(.status(run, .closing, .user, message: "closed by hand")), .act(.settle(run))]
    )
  case .preparing(let run), .doing(let run):
    return (
      .closing(run),
      [
        .record(.status(run, .closing, .user, message: "closed by hand")),
        .act(.halt), .act(.settle(run)),
      ]
    )
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

// MARK: - The schedule

private func decideSlot(
  _ state: JobState, _ slot: Instant, _ trigger: Trigger, _ facts: JobFacts
) -> (state: JobState, effects: [Effect]) {
  func skipped(_ why: SlotOutcome.Skip) -> (state: JobState, effects: [Effect]) {
    (state, [.record(.slot(slot, .skipped(why)))])
  }
  switch state {
  case .begin, .finished, .interrupted:
    guard !facts.isExhausted else { return skipped(.exhausted) }
    var (state, effects) = opened(facts.nextRun, trigger, slot: slot, by: .system)
    effects.append(.record(.slot(slot, .started(facts.nextRun))))
    effects.append(.record(.spend))
    return (state, effects)
  // What happened while nobody was there does not mend a cause: that waits for the next slot.
  case .suspended(_, .attention) where trigger == .catchup: return skipped(.missed)
  // An attention is tried once per slot: a cause that is gone needs no hand.
  case .suspended(let run, .schedule), .suspended(let run, .attention):
    var (state, effects) = resumed(run, by: .system)
    effects.append(.record(.slot(slot, .resumed(run))))
    return (state, effects)
  case .suspended(_, .hand): return skipped(.held)
  case .launching, .preparing, .doing, .closing:
    guard facts.overlap == .queue, facts.queued == nil, !facts.isExhausted else {
      return skipped(.overlap)
    }
    return (state, [.record(.queue(slot, trigger))])
  case .deleting: return skipped(.deleting)
  }
}

private func decideSuspendSlot(_ state: JobState) -> (state: JobState, effects: [Effect]) {
  switch state {
  case .launching(let run), .preparing(let run), .doing(let run):
    paused(state, run, .schedule, by: .system, message: "paused by its suspend rule")
  case .begin, .suspended, .closing, .finished, .interrupted, .deleting:
    (state, [])
  }
}

/// A run that lasts too long is closed as by a hand, with what is done.
private func decideTimeUp(_ state: JobState) -> (state: JobState, effects: [Effect]) {
  let message = "closed: it was under way for as long as MaxRunTime allows"
  switch state {
  case .launching(let run):
    return (
      .closing(run),
      [.record(.status(run, .closing, .system, message: message)), .act(.settle(run))]
    )
  case .preparing(let run), .doing(let run):
    return (
      .closing(run),
      [
        .record(.status(run, .closing, .system, message: message)),
        .act(.halt), .act(.settle(run)),
      ]
    )
  case .begin, .suspended, .closing, .finished, .interrupted, .deleting: return (state, [])
  }
}

// MARK: - The slot that waits

/// The slot that waits for the run's end waits in vain: a pause or a close ends what came before.
private func dropped(
  _ decision: (state: JobState, effects: [Effect]), _ why: SlotOutcome.Skip, _ facts: JobFacts
) -> (state: JobState, effects: [Effect]) {
  guard let slot = facts.queued else { return decision }
  return entered([.unqueue(slot), .slot(slot, .skipped(why))], in: decision)
}

/// A run that has ended makes way for the slot that waits.
private func followed(
  _ decision: (state: JobState, effects: [Effect]), _ facts: JobFacts
) -> (state: JobState, effects: [Effect]) {
  guard let slot = facts.queued else { return decision }
  switch decision.state {
  case .finished, .interrupted: break
  case .begin, .launching, .preparing, .doing, .suspended, .closing, .deleting: return decision
  }
  guard !facts.isExhausted else {
    return entered([.unqueue(slot), .slot(slot, .skipped(.exhausted))], in: decision)
  }
  let run = facts.nextRun
  var decision = decision
  decision.state = .launching(run)
  return entered(
    [
      .unqueue(slot), .openRun(run, facts.queuedTrigger, slot: slot),
      .status(run, .launching, .system, message: ""), .slot(slot, .started(run)), .spend,
    ], in: decision)
}

/// A decision with more to record: records stand before acts.
private func entered(
  _ records: [Effect.Record], in decision: (state: JobState, effects: [Effect])
) -> (state: JobState, effects: [Effect]) {
  let acts = decision.effects.drop { if case .record = $0 { true } else { false } }
  let before = decision.effects.dropLast(acts.count)
  return (decision.state, before + records.map { .record($0) } + acts)
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
private func decideBooted(_ state: JobState) -> (state: JobState, effects: [Effect]) {
  switch state {
  case .preparing(let run), .doing(let run): (state, [.act(.prepare(run))])
  case .closing(let run): (state, [.act(.settle(run))])
  case .deleting: (state, [.act(.discard)])
  case .begin, .launching, .suspended, .finished, .interrupted: (state, [])
  }
}

// MARK: - Pieces

private func opened(
  _ run: RunNumber, _ trigger: Trigger, slot: Instant?, by cause: Effect.Operator
) -> (state: JobState, effects: [Effect]) {
  (
    .launching(run),
    [
      .record(.openRun(run, trigger, slot: slot)),
      .record(.status(run, .launching, cause, message: "")),
    ]
  )
}

private func resumed(
  _ run: RunNumber, by cause: Effect.Operator
) -> (state: JobState, effects: [Effect]) {
  (.launching(run), [.record(.status(run, .launching, cause, message: ""))])
}

private func paused(
  _ state: JobState, _ run: RunNumber, _ pause: JobState.Pause, by cause: Effect.Operator,
  message: String
) -> (state: JobState, effects: [Effect]) {
  var effects = [Effect.record(.status(run, .suspended, cause, message: message))]
  // A run that waits for its place has no mover to stop.
  if state.status != .launching { effects.append(.act(.halt)) }
  return (.suspended(run, pause), effects)
}

private func illegal(_ state: JobState, _ request: String, _ reason: String) -> IllegalTransition {
  IllegalTransition(status: state.status, request: request, reason: reason)
}
