import Calendar
import Migration

// A decision in a line, so that the table of all transitions can be read as a table.

/// What became of a pair of state and event: the state, then what is recorded and done.
func text(_ decision: (state: JobState, effects: [Effect])) -> String {
  ([text(decision.state)] + decision.effects.map(text)).joined(separator: "; ")
}

func text(_ state: JobState) -> String {
  switch state {
  case .begin: "begin"
  case .launching(let run): "launching \(run)"
  case .preparing(let run): "preparing \(run)"
  case .doing(let run): "doing \(run)"
  case .suspended(let run, .hand): "held \(run)"
  case .suspended(let run, .schedule): "resting \(run)"
  case .suspended(let run, .attention(let why)): "attention \(run) (\(why))"
  case .closing(let run, .complete): "closing \(run)"
  case .closing(let run, .cut): "cutting \(run)"
  case .finished(let run): "finished \(run)"
  case .interrupted(let run, let why): "interrupted \(run) (\(why))"
  case .deleting: "deleting"
  }
}

private func text(_ effect: Effect) -> String {
  switch effect {
  case .record(.openRun(let run, let trigger, let slot, let input)):
    "open \(run) \(trigger.rawValue)" + (slot == nil ? "" : " by slot")
      + (input == .listing ? "" : " of failures")
  case .record(.status(_, let status, let cause, _)): "\(cause.rawValue): \(status.word)"
  case .record(.endRun(let run, let end)): "end \(run) with \(end.counts.copied) copied"
  case .record(.planRetry(let run)): "retry \(run) later"
  case .record(.breakRun(let run)): "break \(run)"
  case .record(.slot(_, .started(let run))): "slot started \(run)"
  case .record(.slot(_, .resumed(let run))): "slot resumed \(run)"
  case .record(.slot(_, .skipped(let why))): "slot skipped \(why.rawValue)"
  case .record(.spend): "spend"
  case .record(.queue): "queue"
  case .record(.unqueue): "unqueue"
  case .record(.remove): "remove"
  case .act(.prepare(let run)): "PREPARE \(run)"
  case .act(.move(let run)): "MOVE \(run)"
  case .act(.halt): "HALT"
  case .act(.settle(let run)): "SETTLE \(run)"
  case .act(.release): "RELEASE"
  case .act(.discard): "DISCARD"
  }
}
