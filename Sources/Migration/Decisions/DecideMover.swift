/// What a job becomes by a report of the mover about the run that its state speaks of.
///
/// A report can cross a request on its way (moved just as a pause was asked for): then it changes
/// nothing but what is let go, and the ledger knows the rest when the run goes on.
func decideMover(
  _ state: JobState, _ event: MoverEvent
) -> (state: JobState, effects: [Effect]) {
  switch state {
  case .preparing(let run): movedOn(fromPreparing: run, event)
  case .doing(let run): movedOn(fromDoing: run, event)
  case .closing(let run, let ending): movedOn(fromClosing: run, ending, event)
  case .suspended(let run, _): whilePaused(state, run, event)
  case .launching(let run): whileWaiting(state, run, event)
  case .deleting: whileDeleting(event)
  case .begin, .finished, .interrupted: (state, [])
  }
}

private func movedOn(
  fromPreparing run: RunNumber, _ event: MoverEvent
) -> (state: JobState, effects: [Effect]) {
  switch event {
  case .prepared:
    (.doing(run), [.record(.status(run, .doing, .system, message: "")), .act(.move(run))])
  case .blocked(_, let why): blocked(run, why)
  case .broken(_, let why): broken(run, why)
  // Of an earlier phase; the answer to this one is still to come.
  case .moved, .halted, .settled, .discarded: (.preparing(run), [])
  }
}

private func movedOn(
  fromDoing run: RunNumber, _ event: MoverEvent
) -> (state: JobState, effects: [Effect]) {
  switch event {
  // After a restart of the daemon the ledger is opened again while the status stays.
  case .prepared: (.doing(run), [.act(.move(run))])
  case .moved:
    (
      .closing(run, .complete),
      [.record(.status(run, .closing, .system, message: "")), .act(.settle(run))]
    )
  case .blocked(_, let why): blocked(run, why)
  case .broken(_, let why): broken(run, why)
  case .halted, .settled, .discarded: (.doing(run), [])
  }
}

private func movedOn(
  fromClosing run: RunNumber, _ ending: JobState.Ending, _ event: MoverEvent
) -> (state: JobState, effects: [Effect]) {
  switch event {
  case .settled(let settlement):
    (
      .finished(run),
      [
        .record(.endRun(run, settlement)), .record(.status(run, .finished, .system, message: "")),
        .act(.release),
      ]
    )
  case .blocked(.settling, let why): blocked(run, why)
  // Without a ledger or an address there is nothing to settle, however the mover names it.
  case .broken(.settling, let why), .broken(.preparing, let why): broken(run, why)
  // The end of moving, which is being settled already.
  case .prepared, .moved, .halted, .blocked, .broken, .discarded: (.closing(run, ending), [])
  }
}

private func whilePaused(
  _ state: JobState, _ run: RunNumber, _ event: MoverEvent
) -> (state: JobState, effects: [Effect]) {
  switch event {
  case .halted, .moved, .blocked: (state, [.act(.release)])
  case .broken(_, let why): broken(run, why)
  // The halt is still to be answered.
  case .prepared, .settled, .discarded: (state, [])
  }
}

private func whileWaiting(
  _ state: JobState, _ run: RunNumber, _ event: MoverEvent
) -> (state: JobState, effects: [Effect]) {
  switch event {
  // Paused and started again before the mover had stopped.
  case .halted, .moved, .blocked: (state, [.act(.release)])
  case .broken(_, let why): broken(run, why)
  case .prepared, .settled, .discarded: (state, [])
  }
}

private func whileDeleting(_ event: MoverEvent) -> (state: JobState, effects: [Effect]) {
  switch event {
  case .discarded: (.deleting, [.record(.remove), .act(.release)])
  case .prepared, .moved, .halted, .settled, .blocked, .broken: (.deleting, [])
  }
}

private func blocked(_ run: RunNumber, _ why: String) -> (state: JobState, effects: [Effect]) {
  (
    .suspended(run, .attention(why)),
    [.record(.status(run, .suspended, .system, message: why)), .act(.release)]
  )
}

private func broken(_ run: RunNumber, _ why: String) -> (state: JobState, effects: [Effect]) {
  (
    .interrupted(run, reason: why),
    [
      .record(.breakRun(run)), .record(.status(run, .interrupted, .system, message: why)),
      .act(.release),
    ]
  )
}
