import Calendar

// What the rules of a schedule make of a job, and what follows the end of a run by itself.

func decideSlot(
  _ state: JobState, _ slot: Instant, _ trigger: Trigger, _ facts: JobFacts
) -> (state: JobState, effects: [Effect]) {
  func skipped(_ why: SlotOutcome.Skip) -> (state: JobState, effects: [Effect]) {
    // A sub-job's slots are its root's: they tell it when it may run, and end in their outcome there.
    (state, facts.isSubJob ? [] : [.record(.slot(slot, .skipped(why)))])
  }
  func queuedOrSkipped() -> (state: JobState, effects: [Effect]) {
    // Without the run that goes on it would start nothing either.
    guard !facts.isExhausted else { return skipped(.exhausted) }
    guard facts.overlap == .queue, facts.queued == nil else { return skipped(.overlap) }
    return (state, [.record(.queue(slot, trigger))])
  }
  switch state {
  case .begin, .finished, .interrupted:
    guard !facts.isExhausted else { return skipped(.exhausted) }
    // Somebody's retry is waited for like a run of the job itself.
    guard !facts.familyRuns else { return queuedOrSkipped() }
    var (state, effects) = opened(
      facts.nextRun, trigger, slot: slot, input: facts.input, by: .system)
    effects.append(.record(.slot(slot, .started(facts.nextRun))))
    effects.append(.record(.spend))
    return (state, effects)
  // What happened while nobody was there does not mend a cause: that waits for the next slot.
  case .suspended(_, .attention) where trigger == .catchup: return skipped(.missed)
  // An attention is tried once per slot: a cause that is gone needs no hand.
  case .suspended(let run, .schedule), .suspended(let run, .attention):
    var (state, effects) = resumed(run, by: .system)
    if !facts.isSubJob { effects.append(.record(.slot(slot, .resumed(run)))) }
    return (state, effects)
  case .suspended(_, .hand): return skipped(.held)
  case .launching, .preparing, .doing, .closing: return queuedOrSkipped()
  case .deleting: return skipped(.deleting)
  }
}

func decideSuspendSlot(_ state: JobState) -> (state: JobState, effects: [Effect]) {
  switch state {
  case .launching(let run), .preparing(let run), .doing(let run):
    paused(state, run, .schedule, by: .system, message: "paused by its suspend rule")
  case .begin, .suspended, .closing, .finished, .interrupted, .deleting:
    (state, [])
  }
}

/// A run that lasts too long is closed as by a hand, with what is done.
func decideTimeUp(_ state: JobState) -> (state: JobState, effects: [Effect]) {
  guard state.isUnderWay else { return (state, []) }
  return cut(
    state, by: .system, message: "closed: it was under way for as long as MaxRunTime allows")
}

/// A retry makes way for a run that takes its objects too.
func decideSuperseded(
  _ state: JobState, by run: RunNumber
) -> (state: JobState, effects: [Effect]) {
  cut(state, by: .system, message: "closed: run \(run) of its root job takes its objects too")
}

/// The slot that waited for the retries opens its run, unless a run of the job itself goes on.
func decideFamilyIdle(
  _ state: JobState, _ facts: JobFacts
) -> (state: JobState, effects: [Effect]) {
  var facts = facts
  facts.familyRuns = false
  return followed((state, []), facts)
}

// MARK: - The slot that waits

/// The slot that waits for the run's end waits in vain: a pause or a close ends what came before.
func dropped(
  _ decision: (state: JobState, effects: [Effect]), _ why: SlotOutcome.Skip, _ facts: JobFacts
) -> (state: JobState, effects: [Effect]) {
  guard let slot = facts.queued else { return decision }
  return entered([.unqueue(slot), .slot(slot, .skipped(why))], in: decision)
}

/// A run that has ended makes way for the slot that waits, unless that waits for a retry as well.
func followed(
  _ decision: (state: JobState, effects: [Effect]), _ facts: JobFacts
) -> (state: JobState, effects: [Effect]) {
  guard let slot = facts.queued, !facts.familyRuns else { return decision }
  switch decision.state {
  case .begin, .finished, .interrupted: break
  case .launching, .preparing, .doing, .suspended, .closing, .deleting: return decision
  }
  guard !facts.isExhausted else {
    return entered([.unqueue(slot), .slot(slot, .skipped(.exhausted))], in: decision)
  }
  // No run is opened before its slot; when that comes, it is used after all.
  guard !facts.queuedIsAhead else {
    return entered([.unqueue(slot), .slot(slot, .skipped(.missed))], in: decision)
  }
  let run = facts.nextRun
  var decision = decision
  decision.state = .launching(run)
  return entered(
    [
      .unqueue(slot), .openRun(run, facts.queuedTrigger, slot: slot, input: facts.input),
      .status(run, .launching, .system, message: ""), .slot(slot, .started(run)), .spend,
    ], in: decision)
}

// MARK: - The retry that follows

/// A run that went to its end and left what a retry could move is retried by itself, later.
func retried(
  _ decision: (state: JobState, effects: [Effect]), from before: JobState, _ facts: JobFacts
) -> (state: JobState, effects: [Effect]) {
  guard case .closing(let run, .complete) = before, decision.state == .finished(run),
    facts.retriesItself, leavesRetryable(decision.effects)
  else { return decision }
  return entered([.planRetry(run)], in: decision)
}

private func leavesRetryable(_ effects: [Effect]) -> Bool {
  effects.contains { effect in
    if case .record(.endRun(_, let settlement)) = effect {
      settlement.remainder.retryable > 0
    } else {
      false
    }
  }
}

/// A decision with more to record: records stand before acts.
private func entered(
  _ records: [Effect.Record], in decision: (state: JobState, effects: [Effect])
) -> (state: JobState, effects: [Effect]) {
  let acts = decision.effects.drop { if case .record = $0 { true } else { false } }
  let before = decision.effects.dropLast(acts.count)
  return (decision.state, before + records.map { .record($0) } + acts)
}
